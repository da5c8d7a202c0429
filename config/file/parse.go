package config

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// lineError is what is wrong with the profiles file, and on which line.
type lineError struct {
	line       int // 0 if that was not looked for
	what, hint string
}

func (e *lineError) Error() string { return e.what }

func wrongAt(line int, what, hint string) *lineError {
	return &lineError{line: line, what: what, hint: hint}
}

// parse reads the profiles file. Whatever isn't known is refused: a slip that
// was passed over would send a credential to the wrong place.
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

const (
	aliasRefused = "it has an anchor, an alias or a merge"
	aliasHint    = "write each profile out in full; put a text that begins with & or * in quotes"
)

// refuseTricks refuses what makes YAML mean other than it says.
func refuseTricks(node *yaml.Node) error {
	switch {
	case node.Kind == yaml.AliasNode, node.Anchor != "", node.Tag == "!!merge":
		return wrongAt(node.Line, aliasRefused, aliasHint)
	case node.Style&yaml.TaggedStyle != 0:
		return wrongAt(node.Line, "it has a tag", "remove the word with the exclamation mark, or put the text in quotes")
	}
	for _, child := range node.Content {
		if err := refuseTricks(child); err != nil {
			return err
		}
	}
	return nil
}
