package keyring

import (
	"strings"
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// check holds every error to what all of them promise.
func (a answer) check(t testing.TB, asked request) {
	t.Helper()
	if a.Failure == "" {
		return
	}
	said := a.Failure + "\n" + a.Hint
	if asked.Secret != "" && strings.Contains(said, asked.Secret) {
		t.Errorf("%s: the error holds the secret: %s", asked.Verb, said)
	}
	if a.Kind != errs.Denied || a.Hint == "" || a.Secret != "" {
		t.Errorf("%s: kind %s, hint %q, secret %q: %s", asked.Verb, a.Kind, a.Hint, a.Secret, a.Failure)
	}
	if safetext.Printable(said) != strings.ReplaceAll(said, "\n", `\n`) || strings.HasSuffix(a.Failure, ".") {
		t.Errorf("%s: the error is no printable line: %q", asked.Verb, said)
	}
}

// fails checks that a request failed for a reason.
func (a answer) fails(t testing.TB, reason string) {
	t.Helper()
	if !strings.Contains(a.Failure, reason) || a.Failure == "" {
		t.Errorf("it fails with %q, want %q", a.Failure, reason)
	}
}

// works checks that a request did not fail.
func (a answer) works(t testing.TB) {
	t.Helper()
	if a.Failure != "" {
		t.Fatalf("it fails: %s (%s)", a.Failure, a.Hint)
	}
}

// within checks that it took less than a time.
func (a answer) within(t testing.TB, limit time.Duration) {
	t.Helper()
	if a.Took > limit {
		t.Errorf("it took %s, more than %s", a.Took, limit)
	}
}
