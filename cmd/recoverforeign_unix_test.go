//go:build unix

package cmd_test

import (
	"net/http"
	"regexp"
	"sync/atomic"
	"testing"
)

// A console that answers a create with the id of a key that was there before has
// named no key of ours: whatever looks at that answer later, and knows less than
// the create did, ends nothing.
func TestAKeyThatWasThereBeforeIsNeverEnded(t *testing.T) {
	t.Parallel()
	var foreign atomic.Value
	foreign.Store("")
	id := regexp.MustCompile(`"id":"ak_[0-9a-f]+"`)
	_, p := newConsole(t, "huddle01", on(http.MethodPost, rewrite(func(text string) string {
		if foreign.Load() == "" {
			return text
		}
		return id.ReplaceAllString(text, `"id":"`+foreign.Load().(string)+`"`)
	})))
	p = p.with("KEYCTL_JOURNAL=local")
	production := p.create("--name", "production")
	foreign.Store(production.ID)
	p.run("exec", "--new", "--env", "TOKEN", "true").is(t, "exec", 125, "which was there before")
	p.run("create", "--name", "x", "--to", "exec:false").is(t, "create", 9)
	for _, one := range p.pending() {
		p.run("recover", one.ID)
		if r := p.run("recover", one.ID, "--revoke", "--yes"); r.code == 0 {
			t.Errorf("%s: it ended a key: %s", one.ID, r.stderr)
		}
	}
	foreign.Store("")
	p.run("exec", "--new", "--env", "TOKEN", "true").is(t, "the next exec", 0)
	for _, key := range p.keys() {
		if key.ID == production.ID {
			return
		}
	}
	t.Error("a key that was there before was ended")
}
