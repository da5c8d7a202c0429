//go:build unix

package cmd_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// signedIn gives a program with a profile for each console, under its name.
// Their credentials come from files.
func signedIn(t *testing.T, profiles map[string]*console, more ...string) *program {
	t.Helper()
	p := newProgram(t)
	text := "profiles:\n"
	for name, c := range profiles {
		key := p.keep(t, name+".txt", c.key)
		text += fmt.Sprintf("  %s:\n    console: %s\n    base_url: %s\n    keyring: none\n    credential_command: [cat, %s]\n", name, c.name, c.base, key)
	}
	for _, name := range more {
		text += "  " + name + "\n"
	}
	if err := os.MkdirAll(filepath.Join(p.dir, ".config", "keyctl"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.keep(t, filepath.Join(".config", "keyctl", "profiles.yaml"), text)
	return p
}

// keep writes a file that nobody else can read, and gives its path.
func (p *program) keep(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// account is a console with a program that is signed in to it.
func account(t *testing.T, name string, fault faultFunc) *console {
	t.Helper()
	c, _ := newConsole(t, name, fault)
	return c
}

// holdsNothing fails if a request holds a text, or isn't a list.
func (c *console) holdsNothing(t *testing.T, secret string) {
	t.Helper()
	for _, r := range c.requests() {
		if all := fmt.Sprint(r); strings.Contains(all, secret) || strings.Contains(all, secret[4:20]) {
			t.Errorf("the secret was sent: %s", all)
		}
		if r.method != http.MethodGet || !strings.HasSuffix(r.path, "/api-keys") || r.body != "" {
			t.Errorf("%s %s is not a list", r.method, r.path)
		}
	}
}

// identify looks for the secret of a key that it makes on a console.
func (p *program) identify(t *testing.T, secret string, args ...string) result {
	t.Helper()
	file := p.keep(t, "leaked.txt", secret)
	return p.run(append([]string{"identify", "--secret-file", file}, args...)...)
}

// A secret is looked for in all accounts that it could be from, and sent to
// none.
func TestALeakedSecretIsFoundWithoutSendingIt(t *testing.T) {
	t.Parallel()
	one, two, other := account(t, "huddle01", nil), account(t, "huddle01", nil), account(t, "remotegpu", nil)
	p := signedIn(t, map[string]*console{"one": one, "two": two, "again": two, "other": other})
	key := p.create("-p", "two", "--name", "leaked")
	p.create("-p", "one", "--name", "innocent")
	two.forget()
	one.forget()
	r := p.identify(t, key.Secret, "--columns", "profile,name,id", "--no-header")
	r.is(t, "identify", 0, "^it begins like a secret of huddle01\n$")
	if want := "again  leaked  " + key.ID + "\n"; r.stdout != want {
		t.Errorf("got %q, want %q", r.stdout, want)
	}
	for _, c := range []*console{one, two, other} {
		c.holdsNothing(t, key.Secret)
	}
	if one.count("") != 1 || two.count("") != 2 || other.count("") != 0 {
		t.Errorf("asked %d, %d and %d times", one.count(""), two.count(""), other.count(""))
	}
	p.identify(t, key.Secret, "-p", "one").is(t, "the wrong profile", 4, "no key of the accounts that were asked")
	if two.count("") != 2 {
		t.Error("with -p, another profile was asked")
	}
}

// What couldn't be asked may hold the key, too.
func TestAnAccountThatCannotBeAskedIsTold(t *testing.T) {
	t.Parallel()
	well, broken := account(t, "huddle01", nil), account(t, "huddle01", respond(403, `{"code":"FORBIDDEN","error":"not yours"}`))
	p := signedIn(t, map[string]*console{"well": well, "broken": broken}, "absent: {console: huddle01, keyring: none}")
	key := p.create("-p", "well", "--name", "leaked")
	unknown := "mk_" + strings.Repeat("7", 64)

	r := p.identify(t, key.Secret, "-o", "name")
	r.is(t, "found, and others not asked", 11,
		"one key was found, but there may be others; absent could not be asked: .*KEYCTL_API_KEY is not set; broken could not be asked: .*403", "hint: `doctor -p absent`")
	if r.stdout != "leaked\n" {
		t.Errorf("got %q", r.stdout)
	}
	r = p.identify(t, unknown, "-o", "json")
	r.is(t, "not found, and others not asked", 11, "no key was found; absent could not be asked")
	r.silent(t, "not found")
	broken.holdsNothing(t, key.Secret)

	p.identify(t, unknown, "-p", "broken").is(t, "one that is not allowed", 3, "^it begins [^\n]*\nbroken: identify: .*403")
	alone := signedIn(t, map[string]*console{"a": broken, "b": broken})
	alone.identify(t, unknown).is(t, "all are not allowed", 3, "no account could be asked; a could not be asked: .*; b could not be asked: ")
	well.stop()
	mixed := signedIn(t, map[string]*console{"a": broken, "b": well})
	mixed.identify(t, unknown).is(t, "each for its own reason", 11, "no key was found; a could not be asked: .*403.*; b could not be asked: ")
}

// The environment's credential goes to the account that the environment
// describes, and to no other that has none of its own.
func TestTheCredentialOfTheEnvironmentStaysThere(t *testing.T) {
	t.Parallel()
	mine, foreign := account(t, "huddle01", nil), account(t, "huddle01", nil)
	p := signedIn(t, nil, "foreign: {console: huddle01, keyring: none, base_url: "+foreign.base+"}", "third: {console: remotegpu, keyring: none, base_url: "+foreign.base+"}")
	named := p.with("KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+mine.base, "KEYCTL_API_KEY="+mine.key)
	key := named.create("--name", "leaked")
	named.identify(t, key.Secret).is(t, "the environment's account", 0)
	p.with("KEYCTL_API_KEY="+mine.key).identify(t, key.Secret).is(t, "a credential of nobody", 2, "does not say that it is for this profile")
	p.with("KEYCTL_API_KEY="+mine.key, "KEYCTL_CONSOLE=remotegpu", "KEYCTL_BASE_URL="+foreign.base).identify(t, key.Secret).is(t, "a credential for another", 2, "does not say that it is for this profile")
	if foreign.count("") != 0 {
		t.Errorf("%v was sent elsewhere", foreign.requests())
	}
}

// Which key it is isn't guessed.
func TestSeveralKeysMayHaveBegunLikeIt(t *testing.T) {
	t.Parallel()
	list := `{"code":"OK","data":[{"id":"ak_a","name":"a","prefix":"mk_49...","created_at":"2026-03-10T11:00:00Z"},` +
		`{"id":"ak_b","name":"mk_4929de1f0123456789abcdef0123456789","prefix":"mk_4929de1f...","created_at":"2026-03-10T11:00:00Z"},` +
		`{"id":"ak_c","name":"c","prefix":"mk_...","created_at":"2026-03-10T11:00:00Z"}]}`
	c := account(t, "huddle01", respond(200, list, "Content-Type", "application/json"))
	p := signedIn(t, map[string]*console{"a": c})
	const secret = "mk_4929de1f0123456789abcdef0123456789"
	r := p.identify(t, secret, "-o", "json")
	r.is(t, "several", 5)
	if told := r.errorOf(t).Error; len(told.Candidates) != 2 || told.Candidates[0].ID != "ak_a" || !strings.Contains(told.Message, "could be that of 2 keys") {
		t.Errorf("got %+v", told)
	}
	if !strings.Contains(r.stdout, `"id":"ak_a"`) || !strings.Contains(r.stdout, `"id":"ak_b","name":"[redacted]"`) || strings.Contains(r.stdout, "ak_c") {
		t.Errorf("got %s", r.stdout)
	}
	verified := p.run("verify", "-p", "a", "--secret-file", p.keep(t, "leaked.txt", secret))
	verified.is(t, "an answer for everybody", 8, "2 keys begin like the secret, so that nothing tells which one it is; `identify` shows them")
}
