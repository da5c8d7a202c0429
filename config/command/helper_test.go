package command

import (
	"errors"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const secret = "mk_4929de1f505b514f84988e4992cd23da"

// wrong fails unless err is an error of a kind that says and hints something,
// in one line each that is safe to print and shows no secret.
func wrong(t *testing.T, name string, err error, kind errs.Kind, says, hints string) {
	t.Helper()
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || e.Kind != kind || !strings.Contains(e.What, says) || e.Hint == "" || !strings.Contains(e.Hint, hints) {
		t.Errorf("%s: got %v (%+v), want %v: %s, and the hint: %s", name, err, e, kind, says, hints)
		return
	}
	for _, text := range []string{e.What, e.Hint} {
		if strings.Contains(text, secret) || strings.Contains(text, "%!") || safetext.Printable(text) != text || strings.HasSuffix(text, ".") {
			t.Errorf("%s: got %q", name, text)
		}
	}
}
