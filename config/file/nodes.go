package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/internal/suggest"
)

// eachPair goes through a mapping whose keys are texts, each there once.
func eachPair(node *yaml.Node, visit func(key, value *yaml.Node) error) error {
	if node.Kind != yaml.MappingNode {
		return wrongAt(node.Line, "it has to be a list of names, each with a colon behind it", "write it as in the documentation: current:, profiles:, and a name and fields for each profile")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag != "!!str":
			return wrongAt(key.Line, "the name before the colon is not a text", "put it in quotes")
		case seen[key.Value]:
			return wrongAt(key.Line, "the name"+shown(key.Value)+" is there a second time", "keep one of them")
		}
		seen[key.Value] = true
		if err := visit(key, value); err != nil {
			return err
		}
	}
	return nil
}

// eachField goes through a mapping of which the fields are known.
func eachField(node *yaml.Node, known []string, visit func(name string, value *yaml.Node) error) error {
	return eachPair(node, func(key, value *yaml.Node) error {
		if slices.Contains(known, key.Value) {
			return visit(key.Value, value)
		}
		guess := suggest.Hint(key.Value, known)
		if guess == "" && namesSecret(key.Value) {
			return wrongAt(key.Line, "a secret doesn't belong here", "remove it: this file never holds one; the login command keeps it in a safe place")
		}
		return wrongAt(key.Line, "there is no field"+shown(key.Value), guess+"the fields are: "+strings.Join(known, ", "))
	})
}

// namesSecret reports whether a field sounds as if its value were a secret.
func namesSecret(field string) bool {
	field = strings.ReplaceAll(strings.ToLower(field), fieldKeyring, "")
	return slices.ContainsFunc([]string{"key", "secret", "token", "pass", "pwd", "credential", "auth", "cookie"}, func(part string) bool {
		return strings.Contains(field, part)
	})
}

// readText reads a value that is a text.
func readText(field string, node *yaml.Node, into *string) error {
	switch {
	case isNull(node), node.Kind == yaml.ScalarNode && node.Value == "":
		return wrongAt(node.Line, field+" is empty", "give it a value, or remove it")
	case node.Kind != yaml.ScalarNode || node.Tag != "!!str":
		return wrongAt(node.Line, field+" is not a text", "write one text; put it in quotes where it looks like a number")
	}
	*into = node.Value
	return nil
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }
