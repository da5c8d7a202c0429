package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// editFile brings the tree of a file from before to after. It touches nothing
// that is the same.
func editFile(root *yaml.Node, before, after File) {
	if before.Current != after.Current {
		setText(root, fieldCurrent, after.Current, true)
	}
	profiles := find(root, fieldProfiles)
	if profiles == nil {
		profiles = &yaml.Node{}
		root.Content = append(root.Content, scalar(fieldProfiles), profiles)
	}
	if len(profiles.Content) == 0 {
		profiles.Kind, profiles.Tag, profiles.Value, profiles.Style = yaml.MappingNode, "!!map", "", 0
	}
	for _, name := range sortedNames(before.Profiles) {
		if _, ok := after.Profiles[name]; !ok {
			remove(profiles, name)
		}
	}
	for _, name := range sortedNames(after.Profiles) {
		profile := find(profiles, name)
		if profile == nil {
			profile = &yaml.Node{Kind: yaml.MappingNode}
			profiles.Content = append(profiles.Content, scalar(name), profile)
		}
		editProfile(profile, before.Profiles[name], after.Profiles[name])
	}
}

func editProfile(node *yaml.Node, before, after Stored) {
	if len(node.Content) > 0 && find(node, fieldKeyring) == nil { // it stood for none
		before.Keyring = ""
		if after.Keyring == KeepNone && len(after.CredentialCommand) > 0 {
			after.Keyring = ""
		}
	}
	for _, field := range []struct{ name, before, after string }{
		{fieldConsole, before.Console, after.Console},
		{fieldBaseURL, before.BaseURL, after.BaseURL},
		{fieldCAFile, before.CAFile, after.CAFile},
		{fieldKeyring, string(before.Keyring), string(after.Keyring)},
	} {
		if field.before != field.after {
			setText(node, field.name, field.after, false)
		}
	}
	if slices.Equal(before.CredentialCommand, after.CredentialCommand) {
		return
	}
	words := find(node, fieldCommand)
	switch {
	case len(after.CredentialCommand) == 0:
		remove(node, fieldCommand)
		return
	case words == nil:
		words = &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		node.Content = append(node.Content, scalar(fieldCommand), words)
	}
	words.Content = nil
	for _, word := range after.CredentialCommand {
		words.Content = append(words.Content, scalar(word))
	}
}

// setText sets a field of a mapping, or removes it for an empty text. A new one
// goes to the end, or to the front.
func setText(node *yaml.Node, name, text string, front bool) {
	value := find(node, name)
	switch {
	case text == "":
		remove(node, name)
	case value != nil:
		value.SetString(text)
	case front:
		node.Content = slices.Insert(node.Content, 0, scalar(name), scalar(text))
	default:
		node.Content = append(node.Content, scalar(name), scalar(text))
	}
}

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

func scalar(text string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(text)
	return node
}
