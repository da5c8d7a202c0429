package cmd

import (
	"net/http"
	"testing"

	"keyctl/client"
)

// Where revoking can be undone, a leaked secret's key is deleted, or nothing is
// done.
func TestALeakedKeyEndsForGood(t *testing.T) {
	t.Parallel()
	request := func(client.Wish) (client.Request, error) { return client.Request{Method: http.MethodDelete}, nil }
	for name, dialect := range map[string]client.Dialect{"delete": undoing(), "revoke": ending("permanent"), "": undoing()} {
		for verb, action := range dialect.Actions {
			action.Request = request
			dialect.Actions[verb] = action
		}
		if name == "" {
			delete(dialect.Actions, client.VerbDelete)
		}
		a, _ := told(t)
		c, stop := change{verb: client.VerbRevoke, done: "revoked"}, stop{verb: client.VerbRevoke, done: "revoked", yes: true}
		a.ofSecret(&c, &stop, givenSecret{stdin: true})
		err := c.prepare(t.Context(), dialect, &c)
		if client.KindOf(err) != client.Unsupported { // no verify here, so that no secret is read
			t.Errorf("%s: got %v", name, err)
		}
		if name != "" && (string(c.verb) != name || stop.verb != c.verb) {
			t.Errorf("%s: got %s, %s", name, c.verb, stop.verb)
		}
	}
}
