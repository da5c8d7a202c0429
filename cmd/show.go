package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/output"
)

const keyHelp = `KEY is the exact id or the exact name of a key. A name that several keys bear
is ambiguous: the candidates are shown, and --id with an id decides.`

const showHelp = `Show everything that the console tells of a key, also what no other console has,
like a quota: in JSON and YAML that is the member details. Its secret isn't told.

`

func (a *app) show() *cobra.Command {
	var byID bool
	command := &cobra.Command{
		Use:               "show KEY",
		Short:             "show what is known of a key",
		Long:              showHelp + keyHelp,
		Example:           a.examples("  keyctl show ci-pipeline\n  keyctl show --id ak_abc123 -o json"),
		SuggestFor:        []string{"get", "describe", "info", "view", "inspect"},
		Args:              arguments(1, 1, "show takes a KEY"),
		ValidArgsFunction: a.keyWords(client.VerbList, 1, nil),
		RunE:              func(c *cobra.Command, words []string) error { return a.runShow(c.Context(), words, byID) },
	}
	addIDFlag(command, &byID)
	a.addEveryoneFlag(command)
	return command
}

func addIDFlag(command *cobra.Command, byID *bool) {
	command.Flags().BoolVar(byID, "id", false, "take KEY as an id only, never as a name")
}

func (a *app) runShow(ctx context.Context, words []string, byID bool) error {
	options := a.options()
	if err := options.Check(output.ForKey); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	keys, err := a.resolve(ctx, s, words, byID)
	if err != nil {
		return err
	}
	return quietly(output.WriteKey(a.system.Out, options, a.row(keys[0])))
}
