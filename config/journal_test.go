package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

func TestTheEnvironmentSaysWhatOpensTheJournalBeforeTheFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ variable, file, want string }{
		{"", "", ""},
		{"", "journal: file\n", "file"},
		{"", example, ""},
		{"local", "", "local"},
		{"none", "journal: keyring\n", "none"},
		{"keyring", "a file that can't be read", "keyring"},
	} {
		got, err := JournalPlace(environment("KEYCTL_JOURNAL="+test.variable), stored(t, test.file))
		if got != test.want || err != nil {
			t.Errorf("%q before %q: got %q, %v, want %q", test.variable, test.file, got, err, test.want)
		}
	}
	for _, store := range []Store{{}, newStore(t)} {
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
		wrong(t, word, err, client.Usage, "KEYCTL_JOURNAL", hint)
		if got != "" {
			t.Errorf("%q: got %q", word, got)
		}
	}
	_, err := JournalPlace(environment(), stored(t, "journal: no\n"))
	wrong(t, "the file", err, client.Usage, "for what opens the journal", "local")
}

// An update of something else leaves the field as the user wrote it.
func TestTheJournalOfTheFileSurvivesAnUpdate(t *testing.T) {
	t.Parallel()
	content := "# about the journal\njournal: \"local\" # here\n\n" + handwritten
	same := edited(t, content, func(f *File) { f.Current = "ci" })
	want := strings.NewReplacer("current: work", "current: ci", "huddle01   #", "huddle01 #", "show   #", "show #").Replace(content)
	if diff := cmp.Diff(want, same); diff != "" {
		t.Error(diff)
	}
	for content, want := range map[string]string{
		"current: a\nprofiles:\n  a: {console: drun, keyring: os}\n":          "journal: none\ncurrent: a\nprofiles:\n  a: {console: drun, keyring: os}\n",
		"journal: file # why\nprofiles:\n  a: {console: drun, keyring: os}\n": "journal: none # why\nprofiles:\n  a: {console: drun, keyring: os}\n",
		"profiles:\n  a: {console: drun, keyring: os}\njournal: local\n":      "profiles:\n  a: {console: drun, keyring: os}\njournal: none\n",
	} {
		if diff := cmp.Diff(want, edited(t, content, func(f *File) { f.Journal = "none" })); diff != "" {
			t.Errorf("%q:\n%s", content, diff)
		}
	}
	store := stored(t, content)
	wrong(t, "a wrong one", store.Update(t.Context(), func(f *File) error { f.Journal = "os"; return nil }), client.Usage, `no place "os"`, "journal can be")
	if got := text(t, store); got != content {
		t.Errorf("the file was changed: %s", got)
	}
}

func TestStateHasOnePlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		want      string
	}{
		"home":                      {[]string{"HOME=/home/a", "XDG_CONFIG_HOME=/etc/of/a"}, "/home/a/.local/state"},
		"XDG":                       {[]string{"HOME=/home/a", "XDG_STATE_HOME=/var/of/../a/"}, "/var/a"},
		"a relative XDG is ignored": {[]string{"HOME=/home/a", "XDG_STATE_HOME=state"}, "/home/a/.local/state"},
		"a relative home":           {[]string{"HOME=."}, ""},
		"a tilde":                   {[]string{"XDG_STATE_HOME=~/state"}, ""},
		"nothing":                   {nil, ""},
	} {
		if got := StateFolder(environment(test.variables...)); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
