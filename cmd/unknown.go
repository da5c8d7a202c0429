package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
)

// group is a command that has commands below it and does nothing itself. Cobra
// would answer an unknown one of them with help and success.
func (a *app) group(use, short, examples string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: a.examples(examples),
		Args: cobra.ArbitraryArgs, RunE: a.noVerb,
		SuggestionsMinimumDistance: 2,
	}
}

// noVerb answers a call without a verb, or with one that doesn't exist.
func (a *app) noVerb(parent *cobra.Command, args []string) error {
	a.addVerbs(parent.Root(), nil) // to choose from
	if len(args) == 0 {
		return parent.Help()
	}
	hint := parent.CommandPath() + " --help lists the commands"
	if similar := similarVerb(parent, args[0]); similar != "" {
		hint = "did you mean " + similar + "?"
	}
	word, verb := args[0], shortWord(args[0], "of that name")
	if parent.HasParent() {
		verb = shortWord(parent.Name()+" "+word, verb)
	}
	return client.Errorf(client.Usage, "there is no command %s", verb).WithHint("%s", hint)
}

// similarVerb gives the command that does what a word says elsewhere, or else
// the nearest one.
func similarVerb(parent *cobra.Command, word string) string {
	for _, command := range parent.Commands() {
		if slices.Contains(command.SuggestFor, strings.ToLower(word)) {
			return command.Name()
		}
	}
	for _, name := range parent.SuggestionsFor(word) {
		return name
	}
	return ""
}
