package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// find gives the value of a name in a mapping, nil when it isn't there.
func find(node *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}

// remove takes a name out of a mapping, with the comment that touches it. What
// stands apart goes on to the next name, or stays behind the one before.
func remove(node *yaml.Node, name string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Value != name {
			continue
		}
		apart := joined(untouched(key.HeadComment), key.FootComment, value.FootComment)
		node.Content = slices.Delete(node.Content, i, i+2)
		switch {
		case i < len(node.Content):
			node.Content[i].HeadComment = joined(apart, node.Content[i].HeadComment)
		case i > 0:
			node.Content[i-2].FootComment = joined(node.Content[i-2].FootComment, apart)
		}
		return
	}
}

// untouched is the part of a comment above the last empty line.
func untouched(comment string) string {
	lines := strings.Split(comment, "\n")
	for len(lines) > 0 && lines[len(lines)-1] != emptyLine {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

func joined(comments ...string) string {
	return strings.Join(slices.DeleteFunc(comments, func(comment string) bool { return comment == "" }), "\n")
}

// moveComment moves the comment behind a value to behind its name.
func moveComment(node, value *yaml.Node) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i+1] == value {
			node.Content[i].LineComment = joined(node.Content[i].LineComment, value.LineComment)
			value.LineComment = ""
		}
	}
}

func scalar(text string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(text)
	return node
}
