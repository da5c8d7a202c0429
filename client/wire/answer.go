package wire

import (
	"bytes"
	"io"
	"mime"
	"net/http"
)

// ReadWhole reads an answer up to its cap. With an error it gives what came.
func ReadWhole(body io.Reader) ([]byte, error) {
	var whole bytes.Buffer
	_, err := io.Copy(&whole, io.LimitReader(body, maxAnswer+1))
	if err == nil && whole.Len() > maxAnswer {
		err = errLarge
	}
	return whole.Bytes(), err
}

// WebPage reports whether an answer is a page for people: with status 200
// that is the login of a proxy, not a success.
func WebPage(header http.Header, body []byte) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}
