package dotenv

import (
	"bytes"
	"slices"
	"strings"
)

// Set gives the content of a file with one line added or replaced; everything
// else is as it was. It is read as others will read it, and refused where that
// doesn't give the value: an apostrophe far away may have a part in it.
func Set(content []byte, name, value string) ([]byte, error) {
	old, err := findDefinition(content, name)
	if err != nil {
		return nil, err
	}
	written, err := writeValue(value)
	if err != nil {
		return nil, err
	}
	set := splice(content, old, name+"="+written)
	if read, found, err := Get(set, name); err != nil || !found || read != value {
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
