package cmd

import (
	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/output"
	"keyctl/output/plain"
)

const rootHelp = `The API keys of every cloud console, with the same few verbs.

A new key's secret is shown once, by the console and here: keep it where it
belongs. Data goes to stdout, everything else to stderr. Without an account,
try everything in the sandbox: -p sandbox.`

const rootExamples = `  keyctl -p sandbox create --name ci-pipeline --scope inference --expires 90d
  keyctl list -o json
  keyctl revoke ci-pipeline --yes`

// root makes the tree of commands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:               p.Name,
		Short:             "one command line for the API keys of every cloud console",
		Long:              rootHelp,
		Example:           p.Examples(rootExamples),
		Version:           version(),
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,

		SuggestionsMinimumDistance: 2,
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},

		PersistentPreRunE: func(command *cobra.Command, _ []string) error {
			command.SetContext(p.UntilSignal())
			p.executing = command
			return p.Load()
		},
		RunE: p.noVerb,
	}
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Stderr)
	root.SetFlagErrorFunc(p.badFlag)
	p.AddFlags(root.PersistentFlags())
	p.completeFlags(root)
	root.SetHelpCommand(p.help())
	help := root.HelpFunc()
	root.SetHelpFunc(func(command *cobra.Command, words []string) {
		p.addVerbs(root, nil)
		help(command, words)
	})
	p.addVerbs(root, p.named())
	return root
}

// completeFlags says how the values of the flags are completed that every command
// takes. Formats are those of the command, the plain ones where it says nothing.
func (p *program) completeFlags(root *cobra.Command) {
	complete.Flag(root, "profile", complete.Words(func() []string { return cli.ProfileNames(p.Run) }))
	complete.Flag(root, "output", func(command *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return complete.Formats(command, plain.Formats()), cobra.ShellCompDirectiveNoFileComp
	})
	complete.Flag(root, "workspace", complete.Nothing)
	complete.Flag(root, "ca-file", complete.Files)
	complete.Flag(root, "timeout", complete.Words(func() []string { return []string{"5s", "30s", "2m"} }))
	complete.Flag(root, "columns", complete.ListOf(output.ColumnNames))
}

// help is cobra's own, but a command that doesn't exist is an error.
func (p *program) help() *cobra.Command {
	command := &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "show what a command does",
		Example: p.Examples("  keyctl help create\n  keyctl help revoke"),
		ValidArgsFunction: func(command *cobra.Command, words []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			found, _, err := command.Root().Find(words)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return complete.CommandNames(found), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(command *cobra.Command, words []string) error {
			root := command.Root()
			found, rest, err := root.Find(words)
			if err != nil || len(rest) > 0 {
				return p.noVerb(root, words)
			}
			return found.Help()
		},
	}
	complete.SetFormats(command, nil)
	cli.SkipPending(command)
	return command
}
