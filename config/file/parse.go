package file

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// parse reads the profiles file. What isn't known is refused: a typing error that
// was ignored could send a credential to the wrong place.
func parse(content []byte) (File, error) {
	_, file, err := parseTree(content)
	return file, err
}

// parseTree gives the tree of the YAML too, nil when the file holds nothing.
func parseTree(content []byte) (*yaml.Node, File, error) {
	none := File{Profiles: map[string]Stored{}}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if err := checkText(content); err != nil {
		return nil, none, err
	}
	document, second, err := decode(content)
	switch {
	case err != nil:
		return nil, none, syntaxError(content, err)
	case second != 0:
		return nil, none, wrongAt(second, "a second document begins", "keep one: everything stands below one current: and one profiles:")
	case document == nil:
		return nil, none, nil
	}
	if err := refuseTricks(document); err != nil {
		return nil, none, err
	}
	root := document.Content[0]
	if isNull(root) {
		return nil, none, nil
	}
	file, err := readFile(root)
	return document, file, err
}
