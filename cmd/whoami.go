package cmd

import (
	"context"

	"github.com/spf13/cobra"
)

const whoamiHelp = `Show which account and credential the other commands work with, and where they
come from. Nothing is sent: doctor tries the credential.`

func (a *app) whoami() *cobra.Command {
	return &cobra.Command{
		Use:     "whoami",
		Short:   "show which credential is in force, and where it comes from",
		Long:    whoamiHelp,
		Example: a.examples("  keyctl whoami\n  keyctl whoami -p work -o json"),
		Args:    arguments(0, 0, "whoami takes flags only"),

		SuggestFor: []string{"account", "identity", "status", "me"},
		RunE:       func(c *cobra.Command, _ []string) error { return a.runWhoami(c.Context()) },
	}
}

func (a *app) runWhoami(ctx context.Context) error {
	asJSON, err := a.plainOutput("whoami")
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	return a.writeIdentity(a.identity(s), asJSON)
}
