package dotenv

import "bytes"

const byteOrderMark = "\ufeff"

// firstLine is the first line of a text, without its break.
func firstLine(text []byte) []byte {
	line, _, ended := bytes.Cut(text, []byte("\n"))
	if ended {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return line
}

// lineBreak is the break that a text begins with, or would.
func lineBreak(text []byte) string {
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '\r':
		return "\r\n"
	}
	return "\n"
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
