package sink

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// setVariable gives the content with one line added or replaced; everything
// else is as it was. It is read as others will read it, and refused where that
// doesn't give the value: an apostrophe far away may have a part in it.
func setVariable(content []byte, name, value string) ([]byte, error) {
	old, err := findDefinition(content, name)
	if err != nil {
		return nil, err
	}
	written, err := writeValue(value)
	if err != nil {
		return nil, err
	}
	set := splice(content, old, name+"="+written)
	if read, found, err := readVariable(set, name); err != nil || !found || read != value {
		return nil, failed("readers of it would not agree on the secret, because of a quote or a backslash elsewhere in it").
			WithHint("put the values that have one into quotes as a whole")
	}
	return set, nil
}

// splice puts a line in the place of the old definition, or at the end.
func splice(content []byte, old *definition, line string) []byte {
	if old != nil {
		name := line[:strings.IndexByte(line, '=')]
		return slices.Concat(content[:old.nameEnd-len(name)], []byte(line), content[old.valueEnd:])
	}
	ending := "\n"
	if last := bytes.LastIndexByte(content, '\n'); last > 0 && content[last-1] == '\r' {
		ending = "\r\n"
	}
	set := bytes.Clone(content)
	if len(content) > 0 && content[len(content)-1] != '\n' && string(content) != byteOrderMark {
		set = append(set, ending...)
	}
	return append(set, line+ending...)
}

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

// readVariable reads the value of a name as a shell does, and knows nothing of
// how it was written.
func readVariable(content []byte, name string) (string, bool, error) {
	at, err := findDefinition(content, name)
	if err != nil || at == nil {
		return "", false, err
	}
	var value strings.Builder
	quote := byte(0)
	for text := content[at.valueStart:at.valueEnd]; len(text) > 0; text = text[1:] {
		switch c := text[0]; {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && isBlank(c):
			return "", false, failed("it has blanks in a value without quotes").WithHint("put the value into quotes")
		case c == '\\' && quote != '\'' && len(text) > 1 && (quote == 0 || strings.IndexByte("$`\"\\", text[1]) >= 0):
			text = text[1:]
			value.WriteByte(text[0])
		default:
			value.WriteByte(c)
		}
	}
	return value.String(), true, nil
}
