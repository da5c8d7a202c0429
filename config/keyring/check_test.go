package keyring

import (
	"errors"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// untouched is a keyring that fails the test when it is looked for.
func untouched(t *testing.T) Keyring {
	t.Helper()
	return Keyring{Environment: func(name string) string {
		t.Errorf("it asks for %s", name)
		return ""
	}}
}

func TestASecretThatNoKeyringKeeps(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		strings.Repeat("x", longest+1): "the secret is too long for a keyring",
		strings.Repeat("é", longest):   "the secret is too long for a keyring",
		"":                             "there is no secret to store",
	} {
		err := untouched(t).Set(t.Context(), "work", secrets.New(text))
		if err == nil || err.Error() != want || errs.KindOf(err) != errs.Denied {
			t.Errorf("%d bytes: %v, want %s", len(text), err, want)
		}
	}
	if err := untouched(t).Set(t.Context(), "work", secrets.Secret{}); err == nil {
		t.Error("it stores the zero secret")
	}
}

func TestAccountsThatAKeyringWouldMisread(t *testing.T) {
	t.Parallel()
	for _, account := range []string{
		"", "a\x00b", "a\nadd-generic-password", "a\rb", "\x1b[2J", "\xff\xfe", "\u202eevil", "a\u200bb", strings.Repeat("x", longestName+1),
	} {
		k, ctx := untouched(t), t.Context()
		_, get := k.Get(ctx, account)
		for verb, err := range map[string]error{
			"get": get, "delete": k.Delete(ctx, account), "set": k.Set(ctx, account, secrets.New("some-secret")),
		} {
			if errs.KindOf(err) != errs.Denied || safetext.Printable(err.Error()) != err.Error() {
				t.Errorf("%s %q: %v", verb, account, err)
			}
		}
	}
}

func TestWithout(t *testing.T) {
	t.Parallel()
	other := errors.New("something else")
	if err := without("some-secret", other); !errors.Is(err, other) {
		t.Errorf("it changes an error without the secret: %v", err)
	}
	if err := without("some-secret", errors.New("not some-secret again")); err.Error() != "not [redacted] again" {
		t.Errorf("it gives %v", err)
	}
	if err := without("some-secret", nil); err != nil {
		t.Errorf("it makes an error of none: %v", err)
	}
}
