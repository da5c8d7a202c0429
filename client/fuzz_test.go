package client

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzEach(f *testing.F) {
	for _, seed := range []string{`[{"id":"a"}]`, `{"keys":[{"id":"a"}],"next":"2"}`, `{"data":[],"keys":[]}`, `[{"id":"a"}`, `<html>`, strings.Repeat("[", 70)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids, err := each(strings.NewReader(text), 0)
		if err != nil {
			if Printable(err.Error()) != err.Error() {
				t.Errorf("%q: the error is %q", text, err)
			}
			return
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%q is not JSON, and gave %v", text, ids)
		}
	})
}

func FuzzReadCreated(f *testing.F) {
	for _, seed := range []string{madeKey, `{"data":` + madeKey + `}`, madeKey[:60], `{"id":{"id":[7]}}`, `[` + madeKey + `]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := testCreated([]byte(text))
		secret := got.Secret.Reveal()
		if (err == nil) && secret == "" || secret != "" && !plausible(secret) {
			t.Errorf("%q: got %q, %v", text, secret, err)
		}
		if err != nil && Printable(err.Error()) != err.Error() {
			t.Errorf("%q: the error is %q", text, err)
		}
	})
}
