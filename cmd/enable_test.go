package cmd_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
)

// A key that would not work afterwards isn't enabled, whatever its status hides.
func TestAnExpiredKeyIsNotEnabled(t *testing.T) {
	t.Parallel()
	const over = `"expiresAt":"2026-01-01T00:00:00Z"`
	list := `[{"id":"1","name":"expired",` + over + `},{"id":"2","name":"both","active":false,` + over + `},{"id":"3","name":"off","active":false,"expiresAt":"2099-01-01T00:00:00Z"}]`
	_, p := newConsole(t, "hostupcloud", respond(200, list))
	for _, name := range []string{"expired", "both"} {
		r := p.run("enable", "off", name)
		r.is(t, name, 5, `"`+name+`" \(\d\) is expired, and enabling it would not let it work; nothing was enabled\nhint: set another end with .expire.`)
		r.silent(t, name)
	}
	p.run("enable", "off", "--dry-run").is(t, "off", 0, "would enable")
	c, alone := newConsole(t, "drun", respond(200, `{"items":[{"id":"1","name":"both","disabled":true,"expired":true,"expireTime":"2026-01-01T00:00:00Z"}],"page":{"page":1,"total":1}}`))
	alone.run("enable", "both", "--workspace", "42").is(t, "both", 5, "is expired, .*\nhint: leave it out, or create another key")
	if got := c.methods(); !slices.Equal(got, []string{"GET"}) {
		t.Errorf("sent %v", got)
	}
}

// A key that expires while it is enabled works no more than before.
func TestAKeyThatIsExpiredOnceItIsEnabledIsNoSuccess(t *testing.T) {
	t.Parallel()
	var enabled atomic.Bool
	_, p := newConsole(t, "hostupcloud", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if r.Method != http.MethodGet {
			enabled.Store(true)
			respond(200, `{}`)(w, r, effect)
			return
		}
		list := `[{"id":"1","name":"off","active":false},{"id":"2","name":"well","active":false}]`
		if enabled.Load() {
			list = `[{"id":"1","name":"off","active":true,"expiresAt":"2026-01-01T00:00:00Z"},{"id":"2","name":"well","active":true}]`
		}
		respond(200, list)(w, r, effect)
	})
	r := p.run("enable", "off")
	r.is(t, "alone", 5, `^environment: enable: "off" \(1\) is enabled, but it has expired, and does not work\nhint: set another end with .expire.\n$`)
	r.silent(t, "alone")
	enabled.Store(false)
	r = p.run("enable", "well", "off", "-o", "name")
	r.is(t, "with another", 11, `cannot enable 1 of 2 keys: "off" \(1\): .*has expired`)
	if r.stdout != "well\n" {
		t.Errorf("listed are %s", r.stdout)
	}
}

// TestAStateThatNobodyTellsIsNotTakenForGranted: the change is sent, and no
// silence confirms it.
func TestAStateThatNobodyTellsIsNotTakenForGranted(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "hostupcloud", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		respond(200, `[{"id":"1","name":"quiet"}]`)(w, r, effect)
	})
	r := p.run("enable", "quiet")
	r.is(t, "enable", 9, `its list does not show it`)
	r.silent(t, "enable")
	if c.count(http.MethodPatch) != 1 {
		t.Errorf("sent %v", c.methods())
	}
}
