package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/suggest"
)

// JournalPlaces are the words that say where the identity lies that opens the
// journal: none is for a journal that holds no secrets.
func JournalPlaces() []string { return []string{"keyring", "file", "local", "none"} }

// JournalPlace gives the place that the user wants for the identity that opens
// the journal, "" for whichever is found. The environment comes before the
// profiles file, which is then not read.
func JournalPlace(environment func(string) string, store Store) (string, error) {
	const variable = "KEYCTL_JOURNAL"
	switch place := environment(variable); {
	case place == "":
		file, err := store.Read()
		return file.Journal, err
	case !slices.Contains(JournalPlaces(), place):
		return "", client.Errorf(client.Usage, "%s %s cannot be used", variable, client.Quote(place)).WithHint("%s", journalHint(place))
	default:
		return place, nil
	}
}

func readJournal(node *yaml.Node, into *string) error {
	if err := readText(fieldJournal, node, into); err != nil {
		return err
	}
	if slices.Contains(JournalPlaces(), *into) {
		return nil
	}
	return wrongAt(node.Line, journalWrong(*into), journalHint(*into))
}

func journalWrong(word string) string {
	return "there is no place" + shown(word) + " for what opens the journal"
}

func journalHint(word string) string {
	return suggest.Hint(word, JournalPlaces()) + "journal can be: " + strings.Join(JournalPlaces(), ", ")
}
