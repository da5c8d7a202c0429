// Package doctor holds the command that checks all that the others need.
package doctor

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

const doctorHelp = `Check everything that a command needs, from the profiles file to the console's
clock, and say what mends it. Nothing is changed; the list of keys is read once.
Exit code 10 means that something is wrong.

  ✓ in order   ! works, but look at it   ✗ wrong   - not checked, or not told`

// NewDoctor makes the command `doctor`.
func NewDoctor(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		Short:   "check configuration, keyring, network and credential",
		Long:    doctorHelp,
		Example: run.Examples("  keyctl doctor\n  keyctl doctor -p work\n  keyctl doctor -o json"),
		Args:    cli.Arguments(0, 0, "doctor takes flags only"),
		RunE:    func(c *cobra.Command, _ []string) error { return runDoctor(c.Context(), run) },
	}
}

// finding is what a check found.
type finding struct {
	Check   string `json:"check"`
	Status  status `json:"status"`
	Message string `json:"message"`
	Mend    string `json:"mend"` // what to do about it, "" for nothing
}

// status is how a check ended.
type status string

const (
	statusOK      status = "ok"
	statusWarning status = "warning"
	statusWrong   status = "wrong"
	statusSkipped status = "skipped"
)

// mark is how a status looks to a person.
func (s status) mark() string {
	switch s {
	case statusOK:
		return "✓"
	case statusWarning:
		return "!"
	case statusWrong:
		return "✗"
	}
	return "-"
}

func runDoctor(ctx context.Context, run *cli.Run) error {
	asJSON, err := run.PlainOutput("doctor")
	if err != nil {
		return err
	}
	run.RedactPrefixes()
	findings := examine(ctx, run)
	if asJSON {
		err = plain.JSON(run.Out, findings)
	} else {
		err = writeFindings(run, findings)
	}
	if err := plain.Quietly(err); err != nil {
		return err
	}
	wrong := 0
	for _, found := range findings {
		if found.Status == statusWrong {
			wrong++
		}
	}
	if wrong == 0 {
		return nil
	}
	return errs.Errorf(errs.CheckFailed, "%d of %d checks found something wrong", wrong, len(findings)).
		WithHint("each line marked ✗ says what mends it")
}

func writeFindings(run *cli.Run, findings []finding) error {
	table := tabwriter.NewWriter(run.Out, 0, 0, 2, ' ', 0)
	for _, found := range findings {
		_, _ = fmt.Fprintf(table, "%s %s\t%s\n", found.Status.mark(), found.Check, safetext.Printable(found.Message))
		if found.Mend != "" {
			_, _ = fmt.Fprintf(table, "\t→ %s\n", safetext.Printable(found.Mend))
		}
	}
	return table.Flush()
}
