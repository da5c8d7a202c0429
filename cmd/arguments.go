package cmd

import (
	"github.com/spf13/cobra"

	"keyctl/client"
)

// arguments wants from least to most words after the verb, none of them
// empty; most below 0 is any number.
func arguments(least, most int, usage string) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		refuse := func(what string) error {
			return client.Errorf(client.Usage, "%s", what).WithHint("%s --help shows examples", command.CommandPath())
		}
		switch {
		case len(words) < least:
			return refuse(usage)
		case most >= 0 && len(words) > most:
			return refuse(shortWord(words[most], "an argument") + " is too much: " + usage)
		}
		for _, word := range words {
			if word == "" {
				return refuse(`an argument is empty: ` + usage)
			}
		}
		return nil
	}
}

// longestShown is what somebody may have mistyped. A word that is longer may be
// a credential in the wrong place.
const longestShown = 24

// shortWord quotes a word of the command line for an error, or calls it by
// another name where it is too long to be shown.
func shortWord(word, otherwise string) string {
	if len(word) > longestShown {
		return otherwise
	}
	return client.Quote(word)
}
