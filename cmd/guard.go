package cmd

import (
	"fmt"

	"keyctl/cmd/cli"
	"keyctl/internal/aside"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output"
)

// guard is deferred around everything that a command does. It makes an error of
// a panic, whose value and stack would leave the process unredacted otherwise.
func (p *program) guard(code *int) {
	caught := aside.Recovered(recover())
	if caught == nil {
		return
	}
	p.RedactPrefixes()
	p.report(nil, errs.Errorf(errs.Failed, "this is a bug of keyctl: %s", safetext.Quote(fmt.Sprint(caught.Value))).
		WithHint("look with `list` at what was done before you try again; where it happened stands below, for whoever mends it"))
	if p.asJSON() {
		_ = output.WriteWarning(p.Stderr, true, string(caught.Stack))
	} else {
		_, _ = p.Stderr.Write(caught.Stack)
	}
	*code = cli.FailureCode(p.executing, caught)
}
