package cmd

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/internal/shell"
)

// complete answers a shell that asks how its line may go on:
//
//	__complete WORD… TYPED
//
// The answer is a line for each choice, with a tab before its description, and
// cobra's directive behind a colon. It takes the place of cobra's own command,
// which writes what was typed to stderr.
func (a *app) complete() *cobra.Command {
	made := a.answers(cobra.ShellCompRequestCmd+" WORD… TYPED", 1, func(command *cobra.Command, words []string) {
		choices, directive := a.choices(locate(command.Root(), words))
		for _, choice := range choices {
			line := choice.Text
			if choice.About != "" && command.CalledAs() == cobra.ShellCompRequestCmd {
				line += "\t" + choice.About
			}
			_, _ = fmt.Fprintln(a.system.Out, line)
		}
		_, _ = fmt.Fprintf(a.system.Out, ":%d\n", directive)
	})
	made.Aliases = []string{cobra.ShellCompNoDescRequestCmd}
	return made
}

const completeBashName = cobra.ShellCompRequestCmd + "-bash"

// completeBash is the same for bash, which hands over its line as one text and
// gets the values of COMPREPLY:
//
//	__complete-bash TYPE WIDTH LINE WORD
func (a *app) completeBash() *cobra.Command {
	return a.answers(completeBashName+" TYPE WIDTH LINE WORD", 4, func(command *cobra.Command, words []string) {
		line := shell.Read(words[2])
		if line.File || len(line.Words) < 2 {
			_, _ = fmt.Fprintf(a.system.Out, ":%d\n", cobra.ShellCompDirectiveDefault)
			return
		}
		at := locate(command.Root(), line.Words[1:])
		choices, directive := a.choices(at)
		for i := range choices {
			choices[i].Text = at.before + choices[i].Text
		}
		width, _ := strconv.Atoi(words[1])
		// 37 and 42 put each choice into the line as it is shown.
		asked := shell.Bash{Line: words[2], Word: words[3], Menu: words[0] == "37" || words[0] == "42", Width: width}
		for _, reply := range asked.Replies(choices) {
			_, _ = fmt.Fprintln(a.system.Out, reply)
		}
		_, _ = fmt.Fprintf(a.system.Out, ":%d\n", directive)
	})
}

// answers makes a command for a shell. Nobody sees it work, so it fails without
// a word: no error, no prompt, no trace.
func (a *app) answers(use string, least int, answer func(command *cobra.Command, words []string)) *cobra.Command {
	return &cobra.Command{
		Use:                use,
		Hidden:             true,
		DisableFlagParsing: true,
		Args:               cobra.ArbitraryArgs,
		PersistentPreRunE:  func(*cobra.Command, []string) error { return nil },
		RunE: func(command *cobra.Command, words []string) error {
			a.stderr, a.unattended = io.Discard, true
			if len(words) >= least {
				answer(command, words)
			}
			return nil
		},
	}
}

// choices gives what may stand at a place.
func (a *app) choices(at place) ([]shell.Choice, cobra.ShellCompDirective) {
	found, directive := at.completions()
	var choices []shell.Choice
	for _, completion := range found {
		text, about, _ := strings.Cut(completion, "\t")
		if hasPrefixFold(text, at.typed) && shell.Plain(text) {
			choices = append(choices, shell.Choice{Text: text, About: client.Printable(about)})
		}
	}
	return choices, directive
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
