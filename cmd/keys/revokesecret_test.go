package keys

import (
	"net/http"
	"testing"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/cmd/cli/clitest"
	"keyctl/internal/errs"
)

// Where revoking can be undone, a leaked secret's key is deleted, or nothing is
// done.
func TestALeakedKeyEndsForGood(t *testing.T) {
	t.Parallel()
	request := func(client.Wish) (client.Request, error) { return client.Request{Method: http.MethodDelete}, nil }
	for name, dialect := range map[string]client.Dialect{"delete": undoing(), "revoke": permanent(), "": undoing()} {
		for verb, action := range dialect.Actions {
			action.Request = request
			dialect.Actions[verb] = action
		}
		if name == "" {
			delete(dialect.Actions, client.VerbDelete)
		}
		run, _ := clitest.Noted(t)
		c, stop := change{verb: client.VerbRevoke, done: "revoked"}, stopping{verb: client.VerbRevoke, done: "revoked", yes: true}
		ofSecret(run, &c, &stop, cli.GivenSecret{})
		err := c.prepare(t.Context(), dialect, &c)
		if errs.KindOf(err) != errs.Unsupported { // no verify here, so that no secret is read
			t.Errorf("%s: got %v", name, err)
		}
		if name != "" && (string(c.verb) != name || stop.verb != c.verb) {
			t.Errorf("%s: got %s, %s", name, c.verb, stop.verb)
		}
	}
}
