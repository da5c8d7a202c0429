package file

import "go.yaml.in/yaml/v3"

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
