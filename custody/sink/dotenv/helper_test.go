package dotenv

import (
	"errors"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const secret = "sk-live/4929de1f505b514f84988e4992cd23da+=="

// refused fails unless err is an error for the user, of a kind, that says and
// hints what it should, and never shows the secret.
func refused(t *testing.T, name string, err error, kind errs.Kind, says string) {
	t.Helper()
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || e.Kind != kind || e.Hint == "" || !strings.Contains(e.What, says) {
		t.Errorf("%s: got %v, want %q", name, err, says)
		return
	}
	text := e.What + e.Hint
	if strings.Contains(text, secret) || safetext.Printable(text) != text || strings.HasSuffix(e.What, ".") || strings.ToLower(e.What[:1]) != e.What[:1] {
		t.Errorf("%s: got %q, hint %q", name, e.What, e.Hint)
	}
}
