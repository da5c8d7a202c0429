package file

import (
	"bytes"
	"errors"
	"slices"

	"go.yaml.in/yaml/v3"
)

var errMeaning = errors.New("it would not mean the same")

// render gives the text of the profiles file with before changed to after, and
// makes sure that it means just that. A YAML tree keeps comments and order, but
// no empty lines, and loses some comments that are indented oddly. So the text
// is prepared first, the gentlest way that loses nothing.
func render(content []byte, before, after File) ([]byte, error) {
	asIs := func(text []byte) []byte { return text }
	ways := []func([]byte) []byte{markEmptyLines, alignComments, asIs}
	for i, prepare := range append(ways, asIs) {
		prepared := prepare(content)
		document, file, err := parseTree(prepared)
		if err != nil || !equalFiles(file, before) {
			continue // a value has empty lines or "#" in it
		}
		if document == nil {
			document = &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
			document.HeadComment = joined(comments(prepared)...)
		}
		if isLast := i == len(ways); !isLast && !keepsComments(document, content) {
			continue
		}
		editFile(document.Content[0], before, after)
		edited, err := encode(document)
		if err != nil {
			continue
		}
		if written, err := parse(edited); err == nil && equalFiles(written, after) {
			return edited, nil
		}
	}
	return nil, errMeaning
}

// keepsComments reports whether a tree has every comment of its text, in order.
func keepsComments(document *yaml.Node, content []byte) bool {
	wanted := comments(content)
	if len(wanted) == 0 {
		return true
	}
	same, err := encode(document)
	return err == nil && slices.Equal(comments(same), wanted)
}

func encode(document *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	err := errors.Join(encoder.Encode(document), encoder.Close())
	return unmarkEmptyLines(b.Bytes()), err
}
