package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/testca"
)

// profilesFile is where the program keeps its profiles.
func (p *program) profilesFile() string {
	return filepath.Join(p.dir, ".config", "keyctl", "profiles.yaml")
}

// edit replaces a text in the profiles file, which has to be there.
func (p *program) edit(old, replacement string) {
	p.t.Helper()
	text := readFile(p.t, p.profilesFile())
	if !strings.Contains(text, old) {
		p.t.Fatalf("%q is not in %s", old, text)
	}
	if err := os.WriteFile(p.profilesFile(), []byte(strings.ReplaceAll(text, old, replacement)), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// Whoever edits the profile of a login can't lead the credential to a host whose
// name is the same only where letters are folded.
func TestAHostThatOnlyFoldsToTheSameGetsNothing(t *testing.T) {
	t.Parallel()
	c, p, between := behindProxy(t, "win.test", "")
	p = p.with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=", "KEYCTL_PASSPHRASE=correct horse", "GODEBUG=netdns=go+2")
	behind := p.with("HTTPS_PROXY=http://" + between.address)
	behind.finish(behind.signIn(c, "--keyring", "file")).is(t, "login", 0)
	behind.run("list").is(t, "list", 0)
	// Go tells of each name that it looks up: it would be seen.
	p.run("list", "--timeout", hangTime).is(t, "without the proxy", 8, `hostLookupOrder\(win\.test\)`)
	asked, _ := between.seen()
	c.forget()
	p.edit("win.test", "w\u0130n.test")
	for _, attacked := range []*program{behind, p} {
		for what, r := range map[string]result{
			"list": attacked.run("list"), "create": attacked.run("create", "--name", "x"), "list -p": attacked.run("-p", "huddle01", "list"),
			"login": attacked.finish(attacked.signIn(c)), "login again": attacked.run("login", "-p", "huddle01", "--key-file", "/dev/null"),
		} {
			if r.is(t, what, 2, "base_url cannot be used"); strings.Contains(r.stderr, "hostLookupOrder") {
				t.Errorf("%s: a name was looked up: %s", what, r.stderr)
			}
		}
	}
	if after, _ := between.seen(); len(after) != len(asked) || c.count("") > 0 {
		t.Errorf("the proxy was asked %q, the console %v", after, c.methods())
	}
	p.edit("w\u0130n.test", "win.test")
	behind.run("list").is(t, "as it was", 0)
}

// Where a profile leads may be another's wish if others could have written it:
// a login sends nothing there, however it gets the credential.
func TestAFileThatOthersWriteLeadsNoLogin(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse")
	bare := p.with("KEYCTL_API_KEY=" + c.key)
	authority := testca.File(t, testca.New(t, "Test Authority").Certificate)
	commands := func() map[string]result {
		return map[string]result{
			"the current one":       p.finish(p.login(c, "--key-stdin")),
			"with --key-stdin":      p.finish(p.login(c, "-p", "work", "--key-stdin")),
			"from the environment":  bare.run("login", "-p", "bare"),
			"with a ca_file":        p.finish(p.login(c, "-p", "trusting", "--key-stdin")),
			"list with a ca_file":   p.run("-p", "trusting", "list"),
			"list, the environment": bare.run("-p", "bare", "list"),
		}
	}
	p.finish(p.signIn(c, "-p", "work", "--keyring", "file")).is(t, "login work", 0)
	bare.run("login", "-p", "bare", "--console", c.name, "--base-url", c.base, "--keyring", "none").is(t, "login bare", 0)
	p.finish(p.signIn(c, "-p", "trusting", "--keyring", "file", "--ca-file", authority)).is(t, "login trusting", 0)
	for what, r := range commands() {
		r.is(t, what, 0)
	}
	c.forget()
	before := readFile(t, p.profilesFile())
	if err := os.Chmod(p.profilesFile(), 0o666); err != nil {
		t.Fatal(err)
	}
	for what, r := range commands() {
		r.is(t, what, 3, "other users may write .*profiles.yaml", "hint: run chmod go-w on it")
		r.silent(t, what)
	}
	if c.count("") > 0 || readFile(t, p.profilesFile()) != before {
		t.Errorf("sent %v, the file is %s", c.methods(), readFile(t, p.profilesFile()))
	}
}
