package cli

import "github.com/spf13/cobra"

// KeyHelp ends the help of a command that takes a KEY.
const KeyHelp = `KEY is the exact id or the exact name of a key. A name that several keys bear
is ambiguous: the candidates are shown, and --id with an id decides.`

// AddIDFlag adds the flag that takes a KEY as an id only.
func AddIDFlag(command *cobra.Command, byID *bool) {
	command.Flags().BoolVar(byID, "id", false, "take KEY as an id only, never as a name")
}

// AddEveryoneFlag is for what only looks at keys.
func AddEveryoneFlag(command *cobra.Command, everyone *bool) {
	command.Flags().BoolVar(everyone, "everyone", false, "the keys of all members of the workspace, to look at")
}
