package cmd_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keyctl/internal/realkeyring"
)

// TestACommandShowsNoSecret runs every command under every trouble, and looks
// for secrets everywhere.
func TestACommandShowsNoSecret(t *testing.T) {
	t.Parallel()
	for console, secret := range map[string]string{"huddle01": huddleSecret, "remotegpu": remoteSecret} {
		for i, trouble := range troubles() {
			format := []string{"table", "json"}[(i+len(console))%2]
			t.Run(console+", "+trouble.name, func(t *testing.T) {
				t.Parallel()
				e := newExposure(t, console, secret, trouble)
				e.creates(format)
				e.changes(format)
				e.recovers(format)
				e.lookAtFiles("key", ".env", "stored", "recovered")
				if trouble.fault == nil { // whoever searches finds
					if found, _ := e.planted.Tree(e.p.dir); len(found) < 4 {
						t.Errorf("only %v hold the secret", found)
					}
				}
			})
		}
	}
}

// TestACreateShowsNoSecretThatOnlyItsAnswerTells: what looks like no secret is
// one from the moment on that it was answered. In a sentence it can't be known.
func TestACreateShowsNoSecretThatOnlyItsAnswerTells(t *testing.T) {
	t.Parallel()
	for i, trouble := range troubles() {
		if (trouble.writes || trouble.fault == nil) && !strings.Contains(trouble.name, "repeat") {
			t.Run(trouble.name, func(t *testing.T) {
				t.Parallel()
				e := newExposure(t, "huddle01", oddSecret, trouble)
				e.creates([]string{"table", "json"}[i/2%2])
				e.lookAtFiles("key", ".env", "stored")
			})
		}
	}
}

// talking keeps what a command of exec: reads, repeats it, and tells what it knows.
const talking = `exec:sh -c 'cat >stored; cat stored; base64 -w0 stored >&2; echo "got $(cat stored)" >&2; env >environment; tr "\0" " " </proc/$PPID/cmdline >>environment'`

func (e *exposure) creates(format string) {
	e.t.Helper()
	scope := []string{"--debug", "-o", format}
	if e.c.name == "remotegpu" {
		scope = append(scope, "--scope", "all")
	}
	create := func(name string, more ...string) []string {
		return append(append([]string{"create", "--name", name}, scope...), more...)
	}
	e.run(true, "", create("stdout")...)
	e.run(false, "", create("file", "--to", "file:key")...)
	e.run(false, "", create("env", "--to", "env:.env#API_KEY")...)
	e.run(false, "", create("exec", "--to", talking)...)
	e.run(false, "", create("fails", "--to", "exec:false")...)
	e.run(false, "", append([]string{"exec", "--new", "--env", "TOKEN", "--debug"}, append(scope[3:], "--", "sh", "-c", `test -n "$TOKEN"`)...)...)
}

func (e *exposure) changes(format string) {
	e.t.Helper()
	leaked := filepath.Join(e.given, "secret")
	for _, args := range [][]string{
		{"list"},
		{"list", "--all-profiles"},
		{"show", "file"},
		{"rename", "file", "renamed"},
		{"expire", "env", "1d"},
		{"scope", "env", "inference"},
		{"quota", "env", "10"},
		{"disable", "env"},
		{"enable", "env"},
		{"usage", "env"},
		{"verify", "--secret-file", leaked},
		{"identify", "--secret-file", leaked},
		{"revoke", "--yes", "--secret-file", leaked},
		{"revoke", "--yes", "exec"},
		{"delete", "--yes", "exec"},
		{"whoami"},
		{"doctor"},
		{"profile", "list"},
		{"consoles"},
		{"sinks"},
	} {
		e.run(false, "", append(args, "--debug", "-o", format)...)
	}
	for _, args := range [][]string{{"verify", "--secret-stdin"}, {"identify", "--secret-stdin"}, {"revoke", "--yes", "--secret-stdin"}} {
		e.run(false, "secret", append(args, "--debug", "-o", format)...)
	}
}

func (e *exposure) recovers(format string) {
	e.t.Helper()
	var entries []pendingEntry
	if err := json.Unmarshal([]byte(e.run(false, "", "recover", "-o", "json")), &entries); err != nil {
		e.t.Fatal(err)
	}
	for i, entry := range entries {
		id := entry.ID
		e.run(false, "", "recover", id, "--debug", "-o", format)
		switch i % 3 {
		case 0:
			e.run(false, "", "recover", id, "--to", "file:recovered", "--force", "--debug", "-o", format)
		case 1:
			e.run(true, "", "recover", id, "--to", "stdout", "--debug", "-o", format)
		}
		e.run(false, "", "recover", id, "--revoke", "--yes", "--debug")
		e.run(false, "", "recover", id, "--forget", "--yes", "--debug")
	}
}

// TestALoginShowsNoSecret signs in in every way, and uses what was stored.
func TestALoginShowsNoSecret(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, trouble := range troubles() {
		if trouble.writes || !slices.Contains([]string{"none", "401 that repeats everything", "200 that repeats everything", "headers that repeat everything"}, trouble.name) {
			continue
		}
		t.Run(trouble.name, func(t *testing.T) { // one after the other: they share a keyring, which has to answer in time
			e := newExposure(t, "huddle01", huddleSecret, trouble)
			e.p = e.p.with(session.Env()...).with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=", "KEYCTL_JOURNAL=", "KEYCTL_PASSPHRASE="+plantedPassphrase)
			for _, calm := range []bool{false, true} {
				e.calm.Store(calm)
				e.signIn("ring", "credential", "--key-stdin")
				e.signIn("file", "credential", "--key-stdin", "--keyring", "file")
				e.signIn("file", "", "--key-file", filepath.Join(e.given, "credential"), "-o", "json")
				e.signIn("asked", "", "--", "sh", "-c", "env >environment; cat "+filepath.Join(e.given, "credential"))
			}
			e.calm.Store(false)
			for _, profile := range []string{"ring", "file", "asked"} {
				e.run(false, "", "list", "-p", profile, "--debug")
				e.run(false, "", "create", "--name", "x", "--to", "exec:false", "-p", profile, "--debug")
				e.run(false, "", "create", "--name", "y", "--to", "keyring:"+profile+" "+trouble.name, "-p", profile, "--debug")
			}
			e.run(false, "", "list", "--all-profiles", "--debug")
			e.recovers("table")
			e.run(false, "", "logout", "-p", "file")
			e.lookAtFiles("recovered")
		})
	}
}

// signIn makes a profile.
func (e *exposure) signIn(profile, stdin string, how ...string) {
	e.t.Helper()
	e.run(false, stdin, append([]string{"login", "-p", profile, "--console", e.c.name, "--base-url", e.c.base, "--debug"}, how...)...)
}
