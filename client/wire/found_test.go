package wire

import (
	"testing"

	"keyctl/internal/safetext"
)

func FuzzFindSecret(f *testing.F) {
	for _, seed := range []string{`{"id":"k1","secret":"` + answerSecret + `"}`, `{"data":{"id":"k1","key":"` + answerSecret + `"}}`, `{"id":{"id":[7]}}`, `[{"id":"a","secret":"` + answerSecret} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := FindSecret([]byte(text), "tk_", []string{"secret", "key"})
		if found.Secret != "" && (!plausible(found.Secret) || found.Several) {
			t.Errorf("%q: got %+v, %v", text, found, err)
		}
		if err != nil && safetext.Printable(err.Error()) != err.Error() {
			t.Errorf("%q: the error is %q", text, err)
		}
	})
}
