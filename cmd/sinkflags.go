package cmd

import (
	"github.com/spf13/pflag"

	"keyctl/custody/sink"
)

// addSinkFlags adds what every command takes that delivers a secret.
func addSinkFlags(flags *pflag.FlagSet, to *[]string, force *bool) {
	flags.StringArrayVar(to, "to", nil, "where the secret goes: stdout, file:PATH, env:PATH#NAME, keyring:NAME or 'exec:COMMAND ARG…'; repeatable")
	flags.BoolVar(force, "force", false, "replace a file, or an entry of the keyring, that is there already")
}

// sinkWords completes the kinds of places.
func sinkWords() []string {
	var words []string
	for _, kind := range sink.Kinds() {
		word := kind.Name
		if kind.Place != "" {
			word += ":"
		}
		words = append(words, word)
	}
	return words
}
