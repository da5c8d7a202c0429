package consoles_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"
)

type faultFunc = func(http.ResponseWriter, *http.Request, http.Handler)

const (
	jsonType = "application/json"
	refusal  = `{"code":"BAD_REQUEST","error":"refused here"}`
	pageText = "<!DOCTYPE html><title>Sign in</title>"
)

// respond answers without the effect; headers come as name, value, name, value.
func respond(status int, body string, headers ...string) faultFunc {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", jsonType)
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// inItsWords answers with a status and what the console says to a stranger.
func inItsWords(status int) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		stranger := httptest.NewRequest(http.MethodPost, r.URL.String(), http.NoBody)
		stranger.Method, stranger.Host = r.Method, r.Host
		said := httptest.NewRecorder()
		effect.ServeHTTP(said, stranger)
		respond(status, said.Body.String())(w, r, effect)
	}
}

// afterEffect lets the emulator do it, throws its answer away and goes on.
func afterEffect(then faultFunc) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		effect.ServeHTTP(httptest.NewRecorder(), r)
		then(w, r, effect)
	}
}

// reset closes the connection instead of answering.
func reset(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// hang answers when the client is gone.
func hang(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// drip sends an answer that never ends, a byte in five seconds.
func drip(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", jsonType)
	for r.Context().Err() == nil {
		_, _ = w.Write([]byte(" "))
		_ = http.NewResponseController(w).Flush()
		select {
		case <-time.After(5 * time.Second):
		case <-r.Context().Done():
		}
	}
	panic(http.ErrAbortHandler)
}

// raw writes bytes that no http.Server would, and closes.
func raw(text string) faultFunc {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = connection.Write([]byte(text))
		_ = connection.Close()
	}
}

// cutShort promises more than it sends.
func cutShort(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	body := `{"code":"OK","data":[{"id":"a","na`
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+100))
	_, _ = w.Write([]byte(body))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// bomb is 16 MiB of a name in 16 KiB.
var bomb = sync.OnceValue(func() string {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write([]byte(`{"code":"OK","data":[{"name":"`))
	block := bytes.Repeat([]byte("a"), 1<<20)
	for range 16 {
		_, _ = writer.Write(block)
	}
	_ = writer.Close()
	return packed.String()
})

// broken are answers that call themselves a success and can't be used.
func broken() map[string]faultFunc {
	deep := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	oversized := `{"code":"OK","data":[{"name":"` + strings.Repeat("a", 9<<20) + `"}]}`
	item := `{"id":"x1","name":"other"}`
	return map[string]faultFunc{
		"a web page":                  respond(200, pageText, "Content-Type", "text/html; charset=utf-8"),
		"a web page that says JSON":   respond(200, " \n"+pageText),
		"nothing":                     respond(200, ""),
		"no content":                  respond(204, ""),
		"cut short":                   cutShort,
		"cut short and closed":        raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + `{"code":"OK","data":[{"id":"a`),
		"not JSON":                    respond(200, `{"code":"OK","data":[nonsense]}`),
		"wrong types":                 respond(200, `{"code":"OK","data":[{"id":{"a":1},"name":["x"],"secret":7,"key":7}]}`),
		"a number":                    respond(200, `7`),
		"a data that is no list":      respond(200, `{"code":"OK","data":"none"}`),
		"no list":                     respond(200, `{"code":"OK"}`),
		"oversized":                   respond(200, oversized),
		"too deep":                    respond(200, `{"code":"OK","data":[`+deep+`]}`),
		"a bomb":                      respond(200, bomb(), "Content-Encoding", "gzip"),
		"broken gzip":                 respond(200, "not gzip", "Content-Encoding", "gzip"),
		"something behind its end":    respond(200, `{"code":"OK","data":[`+item+`]} {}`),
		"two lists":                   respond(200, `{"code":"OK","data":[`+item+`],"data":[]}`),
		"an item without an id":       respond(200, `{"code":"OK","data":[`+item+`,{"name":"x"}]}`),
		"an answer that never ends":   drip,
		"a success that says failure": respond(200, `{"code":"INTERNAL","error":"not really","data":"none"}`),
	}
}

// lost are ways to get no answer at all.
func lost() map[string]faultFunc {
	return map[string]faultFunc{
		"a reset":                    reset,
		"a hang":                     hang,
		"another protocol":           raw("SSH-2.0-OpenSSH_9.9\r\n"),
		"a header of 100 KiB":        respond(200, "{}", "X-Large", strings.Repeat("a", 100<<10)),
		"500":                        respond(500, refusal),
		"502 with a web page":        respond(502, pageText, "Content-Type", "text/html"),
		"503 that asks for too long": respond(503, refusal, "Retry-After", "7200"),
		"504 with nothing":           respond(504, ""),
		"408":                        respond(408, ""),
	}
}
