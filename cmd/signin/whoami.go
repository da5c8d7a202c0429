package signin

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
)

const whoamiHelp = `Show which account and credential the other commands work with, and where they
come from. Nothing is sent: doctor tries the credential.`

// NewWhoami makes the command `whoami`.
func NewWhoami(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "whoami",
		Short:   "show which credential is in force, and where it comes from",
		Long:    whoamiHelp,
		Example: run.Examples("  keyctl whoami\n  keyctl whoami -p work -o json"),
		Args:    cli.Arguments(0, 0, "whoami takes flags only"),

		SuggestFor: []string{"account", "identity", "status", "me"},
		RunE:       func(c *cobra.Command, _ []string) error { return runWhoami(c.Context(), run) },
	}
}

func runWhoami(ctx context.Context, run *cli.Run) error {
	asJSON, err := run.PlainOutput("whoami")
	if err != nil {
		return err
	}
	acct, err := run.Open(ctx)
	if err != nil {
		return err
	}
	defer acct.Close()
	return writeActor(run, actorOf(acct), asJSON)
}
