package cmd

import (
	"github.com/spf13/cobra"

	"keyctl/internal/system"
)

// Tree gives the commands of a program of this name, to be read and not to be
// run: the reference is made from it.
func Tree(name string) *cobra.Command {
	return newProgram(system.System{Args: []string{name}, Environment: func(string) string { return "" }}).root()
}
