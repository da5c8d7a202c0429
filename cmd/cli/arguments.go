package cli

import (
	"github.com/spf13/cobra"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Arguments requires from least to most words after the verb, none of them
// empty; most below 0 is any number. usage is a sentence for the error.
func Arguments(least, most int, usage string) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		refuse := func(what string) error {
			return errs.Errorf(errs.Usage, "%s", what).WithHint("%s --help shows examples", command.CommandPath())
		}
		switch {
		case len(words) < least:
			return refuse(usage)
		case most >= 0 && len(words) > most:
			return refuse(ShortWord(words[most], "an argument") + " is too much: " + usage)
		}
		for _, word := range words {
			if word == "" {
				return refuse(`an argument is empty: ` + usage)
			}
		}
		return nil
	}
}

// longestShown is about as long as a word that was mistyped. A longer one may be
// a credential in the wrong place.
const longestShown = 24

// ShortWord quotes a word of the command line for an error, or gives another
// name for one that is too long to be shown.
func ShortWord(word, otherwise string) string {
	if len(word) > longestShown {
		return otherwise
	}
	return safetext.Quote(word)
}
