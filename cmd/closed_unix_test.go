//go:build unix

package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/canary"
)

func TestAClosedStdoutIsToldFromOneThatKeepsNothing(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	for redirected, want := range map[string]string{
		">&-":             "stdout is closed,",
		">&- <&-":         "stdout is closed,",
		">/dev/null":      "stdout is /dev/null or another device",
		"<&- >/dev/null":  "stdout is /dev/null or another device",
		"<>/dev/null >&0": "stdout is closed,", // in the way that Go opens it: nothing tells them apart
	} {
		p.finish(p.shell(redirected, "create", "--name", "x")).is(t, redirected, 1, want+".*nothing was created")
	}
	if count := c.count(""); count > 0 {
		t.Errorf("%d requests were sent", count)
	}
}

// TestNoFileTakesThePlaceOfAClosedStream: a program opens its files under the
// lowest numbers that are free, and writes what is for stdout and stderr to the
// numbers 1 and 2.
func TestNoFileTakesThePlaceOfAClosedStream(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	secrets := &canary.Secrets{}
	create := []string{"-p", "sandbox", "create", "--name", "deploy", "--scope", "inference", "--debug", "-o"}
	for _, redirected := range []string{"<&-", "2>&-", "<&- 2>&-", "<&- 2>/dev/full"} {
		for _, format := range []string{"json", "table", "yaml", "secret"} {
			r := p.finish(p.shell(redirected, append(create, format)...))
			r.is(t, redirected, 0)
			found := secretPattern.FindString(r.stdout)
			if found == "" {
				t.Fatalf("%s, %s: stdout holds no secret: %s", redirected, format, r.stdout)
			}
			secrets.Plant("the secret of "+redirected, found)
		}
	}
	for _, redirected := range []string{">&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"} {
		p.finish(p.shell(redirected, append(create, "secret")...)).is(t, redirected, 1)
		r := p.finish(p.shell(redirected, "-p", "sandbox", "list", "--debug"))
		r.is(t, redirected, 0)
		r.silent(t, redirected)
	}
	found, err := secrets.Tree(p.dir)
	if len(found) > 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	// The file of the sandbox is whole, and holds the keys of those that had a
	// stdout.
	var keys []listed
	r := p.run("-p", "sandbox", "list", "-o", "json")
	if err := json.Unmarshal([]byte(r.stdout), &keys); err != nil || len(keys) != 16 {
		t.Errorf("there are %d keys, %v", len(keys), err)
	}
	if at, err := os.Stat(filepath.Join(p.dir, ".local", "share", "keyctl", "sandbox.db")); err != nil || at.Size() == 0 {
		t.Errorf("the sandbox has no file, and this test shows nothing: %v", err)
	}
}

func TestAClosedStdinHoldsNoCredential(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_PASSPHRASE=correct horse", "KEYCTL_API_KEY=")
	words := strings.Fields("login --console huddle01 --keyring file --key-stdin --base-url")
	p.finish(p.shell("<&-", append(words, c.base)...)).is(t, "login", 2, "stdin.*no credential")
	if count := c.count(""); count > 0 {
		t.Errorf("%d requests were sent", count)
	}
}
