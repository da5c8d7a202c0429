package cmd_test

import (
	"slices"
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
