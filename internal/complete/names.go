package cmd

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completions asks the flag or the command what may stand here. Files are
// completed only where one of them says so.
func (at *place) completions() ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case at.naming:
		return at.flagNames(), cobra.ShellCompDirectiveNoFileComp
	case at.flag != nil:
		if values, known := at.command.GetFlagCompletionFunc(at.flag.Name); known {
			return values(at.command, at.words, at.typed)
		}
	case at.command.HasAvailableSubCommands() && len(at.words) == 0:
		return commandNames(at.command), cobra.ShellCompDirectiveNoFileComp
	case at.command.ValidArgsFunction != nil:
		return at.command.ValidArgsFunction(at.command, at.words, at.typed)
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// flagNames leaves out the flags that are there already, unless they may be
// repeated.
func (at *place) flagNames() []cobra.Completion {
	var names []cobra.Completion
	at.command.Flags().VisitAll(func(flag *pflag.Flag) {
		_, repeatable := flag.Value.(pflag.SliceValue)
		name := "--" + flag.Name
		if flag.Shorthand != "" && at.typed == "-"+flag.Shorthand {
			name = at.typed
		}
		if !flag.Hidden && (repeatable || !flag.Changed) {
			names = append(names, cobra.CompletionWithDesc(name, flag.Usage))
		}
	})
	return names
}

// commandNames lists the commands below one.
func commandNames(parent *cobra.Command) []cobra.Completion {
	var names []cobra.Completion
	for _, command := range parent.Commands() {
		if command.IsAvailableCommand() || command.Name() == "help" {
			names = append(names, cobra.CompletionWithDesc(command.Name(), command.Short))
		}
	}
	return names
}
