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
			return refuse(client.Quote(words[most]) + " is too much: " + usage)
		}
		for _, word := range words {
			if word == "" {
				return refuse(`an argument is empty: ` + usage)
			}
		}
		return nil
	}
}
