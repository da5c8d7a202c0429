package file

import (
	"errors"
	"os"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

func repeat(text string, n int) string { return strings.Repeat(text, n) }

// FuzzProfiles: whatever a file holds, it is read or refused with a line that is
// there, shows no secret, and what was read survives an update.
func FuzzProfiles(f *testing.F) {
	f.Add(example)
	f.Add(overridden)
	f.Add("# why\njournal: local # here\n" + example)
	for _, refusal := range refusals() {
		if len(refusal.content) < 1000 {
			f.Add(refusal.content)
		}
	}
	f.Fuzz(func(t *testing.T, content string) {
		file, err := parse([]byte(content))
		if err != nil {
			refusal, ok := errors.AsType[*lineError](err)
			if !ok || refusal.line < 1 || refusal.line > 1+strings.Count(content, "\n") {
				t.Fatalf("%+v", refusal)
			}
			wrong(t, "refused", Store{folder: "/etc"}.locate(err), errs.Usage, "", "")
			return
		}
		if err := file.check(); err != nil {
			t.Fatalf("read what can't be written: %v", err)
		}
		store := stored(t, content)
		file.Current = "new"
		file.Profiles["new"] = Stored{Console: "drun", Keyring: KeepNone, CredentialCommand: []string{"# a", "*b", "1", "true", "a: b"}}
		if file.check() != nil {
			return // there is a NEW already
		}
		if err := store.Update(t.Context(), func(f *File) error { *f = file.clone(); return nil }); err != nil {
			t.Fatalf("%v\n%s", err, content)
		}
		if got, err := store.Read(); err != nil || !equalFiles(got, file) {
			t.Fatalf("got %+v, %v, want %+v", got, err, file)
		}
		if info, err := os.Stat(store.Path()); err != nil || info.Mode() != 0o600 {
			t.Fatal(info, err)
		}
	})
}
