package complete

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Flag says how the value of a flag is completed. It panics where there
// is no such flag.
func Flag(command *cobra.Command, name string, values cobra.CompletionFunc) {
	if err := command.RegisterFlagCompletionFunc(name, values); err != nil {
		panic(err) // a flag that the line before should have made
	}
}

// Words completes one of some words.
func Words(give func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return give(), cobra.ShellCompDirectiveNoFileComp
	}
}

// Nothing completes a value that nobody can guess.
func Nothing(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// FirstWord completes the first argument only.
func FirstWord(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, there []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(there) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return give(), cobra.ShellCompDirectiveNoFileComp
	}
}

// Others completes one of some words that isn't there yet. After a word that ends
// with a colon no space is added.
func Others(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, there []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		left := slices.DeleteFunc(give(), func(word string) bool {
			return slices.Contains(there, word) || !strings.HasPrefix(word, typed)
		})
		if len(left) == 1 && strings.HasSuffix(left[0], ":") {
			return left, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return left, cobra.ShellCompDirectiveNoFileComp
	}
}

// Files leaves it to the shell to complete files.
func Files(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// ListOf completes a list with commas, without what it has already.
func ListOf(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		head := typed[:strings.LastIndex(typed, ",")+1]
		var left []cobra.Completion
		for _, word := range give() {
			if !slices.ContainsFunc(strings.Split(head, ","), func(there string) bool { return sameColumn(there, word) }) {
				left = append(left, head+word)
			}
		}
		return left, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// sameColumn reports whether two words are one column, or the same word: times
// have a short name as well, and an order may have a - in front.
func sameColumn(there, word string) bool {
	there = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(there), "-"))
	word = strings.TrimPrefix(word, "-")
	return there == word || there+"_at" == word
}

// formatsOf annotates a command with the output formats it has.
const formatsOf = "output formats"

// SetFormats says which output formats a command has.
func SetFormats(command *cobra.Command, formats []string) {
	Annotate(command, formatsOf, strings.Join(formats, " "))
}

// Formats gives the output formats of a command, otherwise where none were set.
func Formats(command *cobra.Command, otherwise []string) []string {
	if formats, set := command.Annotations[formatsOf]; set {
		return strings.Fields(formats)
	}
	return otherwise
}

// endsFlags annotates a command whose first argument ends its flags.
const endsFlags = "ends flags"

// SetEndsFlags says that the first argument of a command ends its flags.
func SetEndsFlags(command *cobra.Command) { Annotate(command, endsFlags, "") }

// Annotate sets an annotation of a command.
func Annotate(command *cobra.Command, name, text string) {
	if command.Annotations == nil {
		command.Annotations = map[string]string{}
	}
	command.Annotations[name] = text
}
