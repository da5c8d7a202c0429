package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// readProfile reads one profile and checks it.
func readProfile(key, node *yaml.Node) (Stored, error) {
	var stored Stored
	lines := map[string]int{}
	err := eachField(node, profileFields(), func(name string, value *yaml.Node) error {
		lines[name] = value.Line
		switch name {
		case fieldConsole:
			return readText(name, value, &stored.Console)
		case fieldBaseURL:
			return readText(name, value, &stored.BaseURL)
		case fieldModelURL:
			return readText(name, value, &stored.ModelURL)
		case fieldWorkspace:
			return readWorkspace(value, &stored.Workspace)
		case fieldCAFile:
			return readText(name, value, &stored.CAFile)
		case fieldKeyring:
			return readKeeping(value, &stored.Keyring)
		case fieldHeader:
			return readHeader(value, &stored.CredentialHeader)
		case fieldRequests:
			return readRequests(value, &stored.Requests)
		}
		return readWords(value, &stored.CredentialCommand)
	})
	if err != nil {
		return stored, err
	}
	if stored.Keyring == "" && len(stored.CredentialCommand) > 0 {
		stored.Keyring = KeepNone
	}
	if wrong := stored.check(); wrong != nil {
		line := key.Line
		if at, ok := lines[wrong.field]; ok {
			line = at
		}
		return stored, wrongAt(line, "profile "+safetext.Quote(key.Value)+": "+wrong.what, wrong.hint)
	}
	return stored, nil
}

func readKeeping(node *yaml.Node, into *Keeping) error {
	var text string
	if err := readText(fieldKeyring, node, &text); err != nil {
		return err
	}
	*into = Keeping(text)
	if slices.Contains(keepings(), text) {
		return nil
	}
	return wrongAt(node.Line, "there is no keyring"+shown(text), suggest.Hint(text, keepings())+"keyring can be: "+strings.Join(keepings(), ", "))
}

// readWords reads a command.
func readWords(node *yaml.Node, into *[]string) error {
	if node.Kind != yaml.SequenceNode || len(node.Content) == 0 {
		return wrongAt(node.Line, "credential_command is not a list of words", "no shell takes it apart; write it as "+CommandExample)
	}
	for _, word := range node.Content {
		var text string
		if err := readText("a word of "+fieldCommand, word, &text); err != nil {
			return err
		}
		*into = append(*into, text)
	}
	return nil
}
