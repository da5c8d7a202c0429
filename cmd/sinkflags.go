package cmd

import "github.com/spf13/pflag"

// addSinkFlags adds what every command takes that delivers a secret.
func addSinkFlags(flags *pflag.FlagSet, to *[]string, force *bool) {
	flags.StringArrayVar(to, "to", nil, "where the secret goes: stdout, file:PATH, env:PATH#NAME, keyring:NAME or 'exec:COMMAND ARG…'; repeatable")
	flags.BoolVar(force, "force", false, "replace a file, or an entry of the keyring, that is there already")
}
