package dotenv

import "strings"

// Get gives the value of a name, read as a shell reads it, and whether the file
// defines it. It knows nothing of how the value was written.
func Get(content []byte, name string) (string, bool, error) {
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

// HasValue reports whether a file gives a name a value, which [Set] would
// replace.
func HasValue(content []byte, name string) (bool, error) {
	found, err := findDefinition(content, name)
	return found != nil && found.valueStart < found.valueEnd, err
}
