package cmd

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keyctl/config"
)

const rootHelp = `The API keys of every cloud console, with the same few verbs.

A new key's secret is shown once, by the console and here: keep it where it
belongs. Data goes to stdout, everything else to stderr. Without an account,
try everything in the sandbox: -p sandbox.`

const rootExamples = `  keyctl -p sandbox create --name ci-pipeline --scope inference --expires 90d
  keyctl list -o json
  keyctl revoke ci-pipeline --yes`

// root makes the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:               a.name,
		Short:             "one command line for the API keys of every cloud console",
		Long:              rootHelp,
		Example:           a.examples(rootExamples),
		Version:           version(),
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,

		SuggestionsMinimumDistance: 2,
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},

		PersistentPreRunE: func(command *cobra.Command, _ []string) error {
			command.SetContext(a.system.UntilSignal())
			a.verb = command.Name()
			return a.load()
		},
		RunE: a.noVerb,
	}
	root.SetIn(a.system.In)
	root.SetOut(a.system.Out)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(a.badFlag)
	a.addFlags(root.PersistentFlags())
	a.completeRootFlags(root)
	root.SetHelpCommand(a.help())
	help := root.HelpFunc()
	root.SetHelpFunc(func(command *cobra.Command, words []string) {
		a.addVerbs(root, nil)
		help(command, words)
	})
	a.addVerbs(root, a.named())
	return root
}

// help is cobra's own, but a command that doesn't exist is an error.
func (a *app) help() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "show what a command does",
		Example: a.examples("  keyctl help create\n  keyctl help revoke"),
		ValidArgsFunction: func(command *cobra.Command, words []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			found, _, err := command.Root().Find(words)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(found), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(command *cobra.Command, words []string) error {
			root := command.Root()
			found, rest, err := root.Find(words)
			if err != nil || len(rest) > 0 {
				return a.noVerb(root, words)
			}
			return found.Help()
		},
	}
}

// addFlags adds what every command takes.
func (a *app) addFlags(flags *pflag.FlagSet) {
	flags.SortFlags = false
	config.Flags(flags)
	flags.StringSliceVar(&a.shown.Columns, "columns", nil, "the columns of table, wide, csv and tsv, like name,id")
	flags.StringVar(&a.shown.JQ, "jq", "", "a jq program over the JSON output; holds the list in memory")
	flags.BoolVar(&a.shown.NoHeader, "no-header", false, "leave out the header")
	flags.BoolVar(&a.debug, "debug", false, "trace requests on stderr: no header, body or secret")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no notes on stderr, errors only")
	a.flags = flags
}
