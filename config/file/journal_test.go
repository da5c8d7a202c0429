package file

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/errs"
)

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
	wrong(t, "a wrong one", store.Update(t.Context(), func(f *File) error { f.Journal = "os"; return nil }), errs.Usage, `no place "os"`, "journal can be")
	if got := text(t, store); got != content {
		t.Errorf("the file was changed: %s", got)
	}
}
