package identity

import (
	"os"
	"path/filepath"
	"testing"

	"keyctl/internal/errs"
)

// FuzzRecipient: whatever the file holds, it is one recipient just as we write
// it, or refused and left alone.
func FuzzRecipient(f *testing.F) {
	f.Add("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n")
	f.Add("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	f.Add("AGE1\n")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		k := Keeper{Folder: t.TempDir(), Choice: Local}
		path := filepath.Join(k.Folder, "local.recipient")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := k.Found()
		if err == nil && r.Text+"\n" != text {
			t.Fatalf("%q is read as %q", text, r.Text)
		}
		if err != nil {
			wrong(t, "refused", err, errs.Failed, "local.recipient", "")
		}
		if got := content(t, path); got != text {
			t.Fatalf("it was changed to %q", got)
		}
	})
}
