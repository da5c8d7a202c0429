package config

import (
	"testing"

	"keyctl/config/file"
	"keyctl/internal/errs"
)

func TestTheEnvironmentSaysWhatOpensTheJournalBeforeTheFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ variable, file, want string }{
		{"", "", ""},
		{"", "journal: file\n", "file"},
		{"", profiles, ""},
		{"local", "", "local"},
		{"none", "journal: keyring\n", "none"},
		{"keyring", "a file that can't be read", "keyring"},
	} {
		got, err := JournalPlace(environment("KEYCTL_JOURNAL="+test.variable), stored(t, test.file))
		if got != test.want || err != nil {
			t.Errorf("%q before %q: got %q, %v, want %q", test.variable, test.file, got, err, test.want)
		}
	}
	for _, store := range []file.Store{{}, newStore(t)} {
		if got, err := JournalPlace(environment(), store); got != "" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

func TestAWrongWordForTheJournalIsRefused(t *testing.T) {
	t.Parallel()
	for word, hint := range map[string]string{
		"keyrng": `did you mean "keyring"? journal can be: keyring, file, local, none`,
		"Local":  `did you mean "local"?`, " ": "journal can be", "os": "journal can be", "a\x1b[2J": "journal can be",
	} {
		got, err := JournalPlace(environment("KEYCTL_JOURNAL="+word), stored(t, "journal: file\n"))
		wrong(t, word, err, errs.Usage, "KEYCTL_JOURNAL", hint)
		if got != "" {
			t.Errorf("%q: got %q", word, got)
		}
	}
	_, err := JournalPlace(environment(), stored(t, "journal: no\n"))
	wrong(t, "the file", err, errs.Usage, "for what opens the journal", "local")
}
