package config

import (
	"strings"
	"testing"

	"keyctl/internal/errs"
)

// What is shorter could not be blacked out.
func TestACredentialHasEightCharacters(t *testing.T) {
	t.Parallel()
	_, err := ReadCredential("stdin", " mk_1234\n")
	wrong(t, "seven", err, errs.Usage, "stdin holds less than a credential", "8 characters or more")
	if strings.Contains(err.Error(), "mk_1234") {
		t.Errorf("got %v", err)
	}
	if secret, err := ReadCredential("stdin", " mk_12345\n"); err != nil || secret.Reveal() != "mk_12345" {
		t.Errorf("got %q, %v", secret.Reveal(), err)
	}
}
