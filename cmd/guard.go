package cmd

import (
	"fmt"

	"keyctl/client"
	"keyctl/internal/aside"
	"keyctl/output"
)

// guard is deferred around everything that a command does. It makes an error of
// a panic, whose value and stack would leave the process unredacted otherwise.
func (a *app) guard(code *int) {
	caught := aside.Recovered(recover())
	if caught == nil {
		return
	}
	a.registerPrefixes()
	a.report(nil, client.Errorf(client.Failed, "this is a bug of keyctl: %s", client.Quote(fmt.Sprint(caught.Value))).
		WithHint("look with `list` at what was done before you try again; where it happened stands below, for whoever mends it"))
	if a.asJSON() {
		_ = output.WriteWarning(a.stderr, true, string(caught.Stack))
	} else {
		_, _ = a.stderr.Write(caught.Stack)
	}
	*code = failureCode(a.verb, caught)
}
