package notes

import "strings"

// lineWriter hands each line to a function.
type lineWriter func(line string)

// Write never fails.
func (w lineWriter) Write(text []byte) (int, error) {
	for line := range strings.Lines(string(text)) {
		w(strings.TrimRight(line, "\r\n"))
	}
	return len(text), nil
}
