// Package file reads and writes the profiles file, a YAML file that people edit,
// too. What it doesn't know it refuses, with the line; what it changes leaves
// comments and order as they were written. It never holds a secret.
package file

import (
	"maps"
	"slices"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// File is what the profiles file holds.
type File struct {
	Current  string
	Journal  string // the place of the identity that opens the journal, "" to find one
	Profiles map[string]Stored
}

// With gives a copy of the file in which a profile is added or replaced. It
// fails when such a file could not be read again.
func (f File) With(name string, stored Stored) (File, error) {
	changed := f.clone()
	changed.Profiles[name] = stored
	return changed, changed.check()
}

// check refuses a file that could not be read again.
func (f File) check() error {
	if f.Journal != "" && !slices.Contains(JournalPlaces(), f.Journal) {
		return errs.Errorf(errs.Usage, "%s", journalWrong(f.Journal)).WithHint("%s", JournalHint(f.Journal))
	}
	folded := map[string]string{}
	for _, name := range f.Names() {
		if err := CheckProfileName(name); err != nil {
			return err
		}
		if wrong := f.Profiles[name].check(); wrong != nil {
			return errs.Errorf(errs.Usage, "profile %s: %s", safetext.Quote(name), wrong.what).WithHint("%s", wrong.hint)
		}
		if other, ok := folded[strings.ToLower(name)]; ok {
			return errs.Errorf(errs.Usage, "the profiles %s and %s differ in capitals only", safetext.Quote(other), safetext.Quote(name)).
				WithHint("take another name: where file names have no capitals, both would share one credential")
		}
		folded[strings.ToLower(name)] = name
	}
	if _, ok := f.Profiles[f.Current]; f.Current != "" && !ok && !isSandbox(f.Current) {
		return errs.Errorf(errs.Usage, "there is no profile %s", safetext.Quote(f.Current)).WithHint("%s", currentHint(f))
	}
	return nil
}

func equalFiles(a, b File) bool {
	return a.Current == b.Current && a.Journal == b.Journal && maps.EqualFunc(a.Profiles, b.Profiles, Stored.Equal)
}

// clone gives a copy that shares nothing with the file.
func (f File) clone() File {
	profiles := map[string]Stored{}
	for name, stored := range f.Profiles {
		stored.CredentialCommand = slices.Clone(stored.CredentialCommand)
		stored.Requests = maps.Clone(stored.Requests)
		profiles[name] = stored
	}
	return File{Current: f.Current, Journal: f.Journal, Profiles: profiles}
}

// Names gives the names of the profiles in order.
func (f File) Names() []string { return slices.Sorted(maps.Keys(f.Profiles)) }

// currentHint lists the profiles that could be the current one.
func currentHint(file File) string {
	names := file.Names()
	if len(names) == 0 {
		return "remove the line, or add the profile"
	}
	listed := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		listed += ", …"
	}
	return suggest.Hint(file.Current, names) + "the profiles are: " + listed
}
