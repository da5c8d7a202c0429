package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/errs"
)

// noVerb answers a call without a verb, or with one that doesn't exist. Cobra
// would answer an unknown command below another with help and success.
func (p *program) noVerb(parent *cobra.Command, args []string) error {
	p.addVerbs(parent.Root(), nil) // to choose from
	if len(args) == 0 {
		return parent.Help()
	}
	hint := parent.CommandPath() + " --help lists the commands"
	if similar := similarVerb(parent, args[0]); similar != "" {
		hint = "did you mean " + similar + "?"
	}
	word, verb := args[0], cli.ShortWord(args[0], "of that name")
	if parent.HasParent() {
		verb = cli.ShortWord(parent.Name()+" "+word, verb)
	}
	return errs.Errorf(errs.Usage, "there is no command %s", verb).WithHint("%s", hint)
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
