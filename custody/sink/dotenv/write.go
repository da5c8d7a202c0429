package dotenv

import (
	"strings"
	"unicode/utf8"
)

// writeValue writes a value so that a shell and other readers of dotenv files
// read the same. They agree on what needs no quotes, on single quotes without a
// backslash that could take a meaning away, and on double quotes without
// anything that has a meaning there.
func writeValue(value string) (string, error) {
	control := func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' }
	quotable := !strings.HasSuffix(value, `\`) && !strings.Contains(value, `\\`)
	switch {
	case value == "":
		return "", failed("there is no secret to write").WithHint("nothing was written")
	case isBare(value):
		return value, nil
	case !utf8.ValidString(value) || strings.ContainsFunc(value, control):
		return "", failed("the secret holds a control character, which no line of a dotenv file can hold").WithHint("choose another place, like file:PATH")
	case !strings.Contains(value, `'`) && quotable:
		return `'` + value + `'`, nil
	case !strings.ContainsAny(value, "$`\"\\!"):
		return `"` + value + `"`, nil
	}
	return "", failed("the secret holds quotes or backslashes that readers of dotenv files would not agree on").WithHint("choose another place, like file:PATH")
}

// isBare reports whether a value is read as it stands without quotes.
func isBare(value string) bool {
	for i := range len(value) {
		c := value[i]
		isWord := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !isWord && strings.IndexByte("_./:=+@%,-", c) < 0 {
			return false
		}
	}
	return true
}
