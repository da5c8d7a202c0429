package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readFile reads the top of the profiles file.
func readFile(node *yaml.Node) (File, error) {
	file := File{Profiles: map[string]Stored{}}
	var current *yaml.Node
	err := eachField(node, fileFields(), func(name string, value *yaml.Node) error {
		switch name {
		case fieldCurrent:
			current = value
			return readText(name, value, &file.Current)
		case fieldJournal:
			return readJournal(value, &file.Journal)
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

func readJournal(node *yaml.Node, into *string) error {
	if err := readText(fieldJournal, node, into); err != nil {
		return err
	}
	if slices.Contains(JournalPlaces(), *into) {
		return nil
	}
	return wrongAt(node.Line, journalWrong(*into), JournalHint(*into))
}
