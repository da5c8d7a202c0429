package output

import (
	"unicode/utf16"
	"unicode/utf8"

	"keyctl/internal/safetext"
)

const hexadecimal = "0123456789abcdef"

// appendString appends a text as a JSON string. Hostile characters are
// escaped, so that the string is safe to look at and decodes to the same
// value; a byte that is not UTF-8 becomes U+FFFD.
func appendString(text []byte, value string) []byte {
	text = append(text, '"')
	begin := 0
	for i := 0; i < len(value); {
		c := value[i]
		if c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(value[i:])
		broken := r == utf8.RuneError && size == 1
		if c >= 0x80 && !broken && !safetext.Hostile(r) {
			i += size
			continue
		}
		text = append(text, value[begin:i]...)
		text = appendEscaped(text, r)
		i += size
		begin = i
	}
	return append(append(text, value[begin:]...), '"')
}

func appendEscaped(text []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(text, '\\', byte(r))
	case '\n':
		return append(text, `\n`...)
	case '\r':
		return append(text, `\r`...)
	case '\t':
		return append(text, `\t`...)
	}
	if r > 0xffff {
		high, low := utf16.EncodeRune(r)
		return appendUnit(appendUnit(text, high), low)
	}
	return appendUnit(text, r)
}

// appendUnit appends \uXXXX.
func appendUnit(text []byte, r rune) []byte {
	return append(text, '\\', 'u',
		hexadecimal[r>>12&15], hexadecimal[r>>8&15], hexadecimal[r>>4&15], hexadecimal[r&15])
}

// valid gives a text with every byte that is not UTF-8 replaced by U+FFFD,
// as encoding/json does.
func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

// escapeHostile escapes what an encoder left raw within its quoted strings;
// line feeds are the encoder's own.
func escapeHostile(text []byte, escape func([]byte, rune) []byte) []byte {
	var escaped []byte
	begin := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r != '\n' && safetext.Hostile(r) {
			escaped = append(escaped, text[begin:i]...)
			escaped = escape(escaped, r)
			begin = i + size
		}
		i += size
	}
	if begin == 0 {
		return text
	}
	return append(escaped, text[begin:]...)
}
