package file

import (
	"strings"

	"keyctl/internal/suggest"
)

// JournalPlaces lists the words for the place of the identity that opens the
// journal; "none" is for a journal that holds no secrets.
func JournalPlaces() []string { return []string{"keyring", "file", "local", "none"} }

func journalWrong(word string) string {
	return "there is no place" + shown(word) + " for what opens the journal"
}

// JournalHint gives the hint for a word that is none of [JournalPlaces].
func JournalHint(word string) string {
	return suggest.Hint(word, JournalPlaces()) + "journal can be: " + strings.Join(JournalPlaces(), ", ")
}
