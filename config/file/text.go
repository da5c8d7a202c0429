package file

import (
	"bytes"
	"unicode/utf8"
)

// checkText refuses what no editor writes into a YAML file by intent, and what
// YAML takes for a line break where no editor shows one.
func checkText(content []byte) error {
	line := 0
	for text := range bytes.Lines(content) {
		line++
		text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
		indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
		switch {
		case !utf8.Valid(text):
			return wrongAt(line, "it is not UTF-8", "save the file as UTF-8")
		case bytes.ContainsRune(indent, '\t') && len(indent) < len(text):
			return wrongAt(line, "it is indented with a tab", "YAML wants spaces: two a level")
		case bytes.ContainsFunc(text, isControl):
			return wrongAt(line, "it has a control character", "remove it, or type the line again")
		}
	}
	return nil
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff
}
