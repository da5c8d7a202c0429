package complete

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Completions asks the flag or the command what may stand here. Files are
// completed only where one of them says so.
func (at *Place) Completions() ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case at.naming:
		return at.FlagNames(), cobra.ShellCompDirectiveNoFileComp
	case at.flag != nil:
		if values, known := at.command.GetFlagCompletionFunc(at.flag.Name); known {
			return values(at.command, at.words, at.Typed)
		}
	case at.command.HasAvailableSubCommands() && len(at.words) == 0:
		return CommandNames(at.command), cobra.ShellCompDirectiveNoFileComp
	case at.command.ValidArgsFunction != nil:
		return at.command.ValidArgsFunction(at.command, at.words, at.Typed)
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// FlagNames leaves out the flags that are there already, unless they may be
// repeated.
func (at *Place) FlagNames() []cobra.Completion {
	var names []cobra.Completion
	at.command.Flags().VisitAll(func(flag *pflag.Flag) {
		_, repeatable := flag.Value.(pflag.SliceValue)
		name := "--" + flag.Name
		if flag.Shorthand != "" && at.Typed == "-"+flag.Shorthand {
			name = at.Typed
		}
		if !flag.Hidden && (repeatable || !flag.Changed) {
			names = append(names, cobra.CompletionWithDesc(name, flag.Usage))
		}
	})
	return names
}

// CommandNames lists the commands below one.
func CommandNames(parent *cobra.Command) []cobra.Completion {
	var names []cobra.Completion
	for _, command := range parent.Commands() {
		if command.IsAvailableCommand() || command.Name() == "help" {
			names = append(names, cobra.CompletionWithDesc(command.Name(), command.Short))
		}
	}
	return names
}
