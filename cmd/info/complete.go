package info

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/safetext"
	"keyctl/internal/shell"
)

// NewComplete makes the command that a shell calls to complete its line:
//
//	__complete WORD… TYPED
//
// The answer is a line for each choice, with a tab before its description, and
// cobra's directive behind a colon. It takes the place of cobra's own command,
// which writes what was typed to stderr.
func NewComplete(run *cli.Run) *cobra.Command {
	made := answers(run, cobra.ShellCompRequestCmd+" WORD… TYPED", 1, func(command *cobra.Command, words []string) {
		choices, directive := choices(complete.Locate(command.Root(), words))
		for _, choice := range choices {
			line := choice.Text
			if choice.About != "" && command.CalledAs() == cobra.ShellCompRequestCmd {
				line += "\t" + choice.About
			}
			_, _ = fmt.Fprintln(run.Out, line)
		}
		_, _ = fmt.Fprintf(run.Out, ":%d\n", directive)
	})
	made.Aliases = []string{cobra.ShellCompNoDescRequestCmd}
	return made
}

// CompleteBashName is the name of the command that bash calls.
const CompleteBashName = cobra.ShellCompRequestCmd + "-bash"

// NewCompleteBash is [NewComplete] for bash, which hands over its line as one text and
// gets the values of COMPREPLY:
//
//	__complete-bash TYPE WIDTH LINE WORD
func NewCompleteBash(run *cli.Run) *cobra.Command {
	return answers(run, CompleteBashName+" TYPE WIDTH LINE WORD", 4, func(command *cobra.Command, words []string) {
		line := shell.Read(words[2])
		if line.File || len(line.Words) < 2 {
			_, _ = fmt.Fprintf(run.Out, ":%d\n", cobra.ShellCompDirectiveDefault)
			return
		}
		at := complete.Locate(command.Root(), line.Words[1:])
		choices, directive := choices(at)
		for i := range choices {
			choices[i].Text = at.Before + choices[i].Text
		}
		width, _ := strconv.Atoi(words[1])
		// 37 and 42 put each choice into the line as it is shown.
		asked := shell.Bash{Line: words[2], Word: words[3], Menu: words[0] == "37" || words[0] == "42", Width: width}
		for _, reply := range asked.Replies(choices) {
			_, _ = fmt.Fprintln(run.Out, reply)
		}
		_, _ = fmt.Fprintf(run.Out, ":%d\n", directive)
	})
}

// answers makes a command for a shell. Nobody sees it work, so it fails without
// a word: no error, no prompt, no trace.
func answers(run *cli.Run, use string, least int, answer func(command *cobra.Command, words []string)) *cobra.Command {
	return &cobra.Command{
		Use:                use,
		Hidden:             true,
		DisableFlagParsing: true,
		Args:               cobra.ArbitraryArgs,
		PersistentPreRunE:  func(*cobra.Command, []string) error { return nil },
		RunE: func(command *cobra.Command, words []string) error {
			run.Unattend()
			if len(words) >= least {
				answer(command, words)
			}
			return nil
		},
	}
}

// choices gives what may stand at a place.
func choices(at complete.Place) ([]shell.Choice, cobra.ShellCompDirective) {
	found, directive := at.Completions()
	var choices []shell.Choice
	for _, completion := range found {
		text, about, _ := strings.Cut(completion, "\t")
		if hasPrefixFold(text, at.Typed) && shell.Plain(text) {
			choices = append(choices, shell.Choice{Text: text, About: safetext.Printable(about)})
		}
	}
	return choices, directive
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
