package file

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// editFile brings the tree of a file from before to after. It touches nothing
// that is the same.
func editFile(root *yaml.Node, before, after File) {
	if before.Journal != after.Journal {
		setText(root, fieldJournal, after.Journal, true)
	}
	if before.Current != after.Current {
		setText(root, fieldCurrent, after.Current, true)
	}
	profiles := find(root, fieldProfiles)
	if profiles == nil {
		profiles = &yaml.Node{}
		root.Content = append(root.Content, scalar(fieldProfiles), profiles)
	}
	if len(profiles.Content) == 0 { // "{}" or nothing; a comment behind that goes behind the name
		moveComment(root, profiles)
		profiles.Kind, profiles.Tag, profiles.Value, profiles.Style = yaml.MappingNode, "!!map", "", 0
	}
	for _, name := range before.Names() {
		if _, ok := after.Profiles[name]; !ok {
			remove(profiles, name)
		}
	}
	for _, name := range after.Names() {
		profile := find(profiles, name)
		if profile == nil {
			profile = &yaml.Node{Kind: yaml.MappingNode}
			profiles.Content = append(profiles.Content, scalar(name), profile)
		}
		editProfile(profile, before.Profiles[name], after.Profiles[name])
	}
}

// editProfile leaves the fields alone that are written by hand only.
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
		{fieldModelURL, before.ModelURL, after.ModelURL},
		{fieldWorkspace, before.Workspace, after.Workspace},
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
