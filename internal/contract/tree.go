package contract

import "slices"

// StripProse removes what a document says to people from its tree: titles,
// descriptions, summaries and tags.
func StripProse(tree any) {
	switch node := tree.(type) {
	case []any:
		for _, child := range node {
			StripProse(child)
		}
	case map[string]any:
		for name, child := range node {
			_, text := child.(string)
			_, list := child.([]any)
			if text && slices.Contains([]string{"title", "description", "summary"}, name) || list && name == "tags" {
				delete(node, name)
			}
			StripProse(child)
		}
	}
}

// complete fills in what a document must have and the stripped one lacks, and
// closes every object to members it doesn't name.
func complete(tree map[string]any) {
	if information, found := tree["info"].(map[string]any); found && information["title"] == nil {
		information["title"] = "a contract"
	}
	closeObjects(tree)
}

func closeObjects(tree any) {
	switch node := tree.(type) {
	case []any:
		for _, child := range node {
			closeObjects(child)
		}
	case map[string]any:
		if node["type"] == "object" && node["additionalProperties"] == nil {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			closeObjects(child)
		}
	}
}
