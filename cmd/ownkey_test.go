package cmd_test

import (
	"net/http"
	"testing"
)

// The key that is signed in with is looked for in the list like any other when
// the console says that there is none.
func TestTheOwnKeyThatIsNotFound(t *testing.T) {
	t.Parallel()
	gone := respond(http.StatusNotFound, `{"error":"not found"}`)
	for name, test := range map[string]struct {
		fault   faultFunc
		code    int
		pattern string
	}{
		"the path isn't there": {gone, 8, "answered 404 .*\nhint: .*override it with .requests."},
		"gone meanwhile":       {after(gone), 0, `^deleted "mine"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, p := newConsole(t, "hostupcloud", on(http.MethodDelete, test.fault))
			key := p.create("--name", "mine", "--scope", "write")
			p.with("KEYCTL_API_KEY="+key.Secret).run("delete", "--yes", "--self", "mine").is(t, name, test.code, test.pattern)
		})
	}
}
