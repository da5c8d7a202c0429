package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/suggest"
)

// readFile reads the top of the profiles file.
func readFile(node *yaml.Node) (File, error) {
	file := File{Profiles: map[string]Stored{}}
	var current *yaml.Node
	err := eachField(node, fileFields(), func(name string, value *yaml.Node) error {
		if name == fieldCurrent {
			current = value
			return readText(name, value, &file.Current)
		}
		return readProfiles(value, file.Profiles)
	})
	if err != nil || current == nil {
		return file, err
	}
	if _, ok := file.Profiles[file.Current]; !ok && !isSandbox(file.Current) {
		return file, wrongAt(current.Line, "current names no profile of this file", currentHint(file))
	}
	return file, nil
}

func currentHint(file File) string {
	names := sortedNames(file.Profiles)
	if len(names) == 0 {
		return "remove the line, or add the profile"
	}
	return suggest.Hint(file.Current, names) + "the profiles are: " + strings.Join(names, ", ")
}

// readProfiles reads the profiles by name.
func readProfiles(node *yaml.Node, profiles map[string]Stored) error {
	if isNull(node) {
		return nil // "profiles:" with nothing below
	}
	folded := map[string]bool{}
	return eachPair(node, func(key, value *yaml.Node) error {
		name := strings.ToLower(key.Value)
		switch {
		case isReserved(key.Value):
			return wrongAt(key.Line, "it names a profile as a built-in one is named", "take another name; environment, sandbox and all that begin with sandbox- are reserved")
		case !isWord(key.Value):
			return wrongAt(key.Line, "the profile's name cannot be one", nameHint)
		case folded[name]:
			return wrongAt(key.Line, "another profile has this name, or one that differs in capitals only", "give each profile a name of its own")
		}
		folded[name] = true
		stored, err := readProfile(key, value)
		profiles[key.Value] = stored
		return err
	})
}

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
		case fieldCAFile:
			return readText(name, value, &stored.CAFile)
		case fieldKeyring:
			return readKeeping(value, &stored.Keyring)
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
		return stored, wrongAt(line, "profile "+client.Quote(key.Value)+": "+wrong.what, wrong.hint)
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
		return wrongAt(node.Line, "credential_command is not a list of words", "no shell takes it apart; write it as "+commandExample)
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
