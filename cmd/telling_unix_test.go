//go:build unix

package cmd_test

import (
	"net/http"
	"strings"
	"testing"
)

// namedAfter is a console that lists one key of a secret, shown in a way and
// called like the secret itself, and lets no secret but this one work.
func namedAfter(t *testing.T, secret, shown string) (*console, *program) {
	t.Helper()
	list := `{"code":"OK","data":[{"id":"ak_1","name":"` + secret + `","prefix":"` + shown + `","created_at":"2026-03-10T11:00:00Z"}]}`
	return newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/api-keys"):
			respond(200, list)(w, r, effect)
		case r.Header.Get("X-API-Key") == secret:
			respond(200, `{"data":{}}`)(w, r, effect)
		default:
			respond(401, `{}`)(w, r, effect)
		}
	})
}

// A few characters on a shared beginning may be chance: nobody says then that it
// is this key.
func TestFewCharactersMakeNoKeyTheOne(t *testing.T) {
	t.Parallel()
	const secret = "mk_4929de1f0123456789abcdef0123456789"
	for _, test := range []struct {
		shown string
		sure  bool
	}{{"mk_4...", false}, {"mk_4929d...", false}, {"mk_4929de...", true}, {"mk_4929de1f...", true}, {"mk_492...789", true}} {
		_, p := namedAfter(t, secret, test.shown)
		verified := p.given(secret, "verify", "--secret-stdin")
		identified := p.given(secret, "identify", "--secret-stdin", "-o", "json")
		if test.sure {
			identified.is(t, test.shown, 0)
			if verified.is(t, test.shown, 0); !strings.Contains(verified.stdout, "ak_1") {
				t.Errorf("%s: got %s", test.shown, verified.stdout)
			}
			continue
		}
		verified.is(t, test.shown, 0, `the secret could be that of .*ak_1.*, but the console tells too little of it to know`)
		identified.is(t, test.shown, 5, "tells too little")
		if told := identified.errorOf(t).Error; len(told.Candidates) != 1 || told.Candidates[0].ID != "ak_1" || strings.Contains(verified.stdout, "ak_1") {
			t.Errorf("%s: told %+v and %s", test.shown, told, verified.stdout)
		}
		if !strings.Contains(identified.stdout, `"id":"ak_1"`) {
			t.Errorf("%s: the candidate isn't shown: %s", test.shown, identified.stdout)
		}
	}
}

// A console may call a key like its secret.
func TestAGivenSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	const secret = "mk_4929de1f0123456789abcdef0123456789"
	_, p := namedAfter(t, secret, "mk_4929de1f...")
	for _, args := range [][]string{
		{"revoke", "--dry-run"},
		{"revoke", "--dry-run", "-o", "json"},
		{"revoke", "--dry-run", "-o", "name"},
		{"revoke", "--dry-run", "--jq", "."},
		{"revoke", "--yes"},
		{"verify"},
		{"verify", "-o", "json"},
		{"identify"},
		{"identify", "-o", "csv"},
	} {
		r := p.given(secret, append(args, "--secret-stdin")...)
		if strings.Contains(r.stdout+r.stderr, secret) {
			t.Errorf("%v shows it: %s%s", args, r.stdout, r.stderr)
		}
		if len(args) > 1 && args[1] == "--dry-run" && !strings.Contains(r.stdout, "[redacted]") {
			t.Errorf("%v: %s", args, r.stdout)
		}
	}
}

// The key beside a verdict has the shape of a list: show alone has details.
func TestTheKeyOfAVerdictHasTheShapeOfAList(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	key := p.create("--name", "x")
	r := p.given(key.Secret, "verify", "--secret-stdin", "-o", "json")
	if r.is(t, "verify", 0); !strings.Contains(r.stdout, key.ID) || strings.Contains(r.stdout, "details") {
		t.Errorf("got %s", r.stdout)
	}
}

// given runs a command with a secret on its stdin.
func (p *program) given(secret string, args ...string) result {
	command := p.command("keyctl", args...)
	command.Stdin = strings.NewReader(secret + "\n")
	return p.finish(command)
}
