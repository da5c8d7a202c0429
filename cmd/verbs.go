package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// verb is a command that is made when it is needed: to make all of them takes
// a twentieth of the time in which the program starts.
type verb struct {
	group string   // the title below which help shows it, "" for none
	names []string // its name and its aliases
	make  func() *cobra.Command
}

const (
	signInGroup = "Sign-in:"
	keysGroup   = "Keys:"
)

func (a *app) verbs() []verb {
	return []verb{
		{signInGroup, []string{"login"}, a.login},
		{signInGroup, []string{"logout"}, a.logout},
		{signInGroup, []string{"whoami"}, a.whoami},
		{signInGroup, []string{"profile"}, a.profiles},
		{signInGroup, []string{"doctor"}, a.doctor},
		{keysGroup, []string{"create"}, a.create},
		{keysGroup, []string{"list", "ls"}, a.list},
		{keysGroup, []string{"show"}, a.show},
		{keysGroup, []string{"rename"}, a.rename},
		{keysGroup, []string{"expire"}, a.expire},
		{keysGroup, []string{"scope"}, a.scope},
		{keysGroup, []string{"quota"}, a.quota},
		{keysGroup, []string{"enable"}, a.enable},
		{keysGroup, []string{"disable"}, a.disable},
		{keysGroup, []string{"revoke"}, a.revoke},
		{keysGroup, []string{"delete"}, a.delete},
		{keysGroup, []string{"verify"}, a.verify},
		{keysGroup, []string{"identify"}, a.identify},
		{keysGroup, []string{"usage"}, a.usage},
		{keysGroup, []string{"exec"}, a.exec},
		{keysGroup, []string{"recover"}, a.recover},
		{"", []string{"consoles"}, a.consoles},
		{"", []string{"sinks"}, a.sinks},
		{"", []string{"emulator"}, a.emulator},
		{"", []string{"completion"}, a.completion},
		{"", []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, a.complete},
		{"", []string{completeBashName}, a.completeBash},
	}
}

// named gives the words of the command line among which the verb is, nil where
// all verbs may be asked for.
func (a *app) named() []string {
	words := a.system.Args[1:]
	if len(words) == 1 && words[0] == "--version" {
		return words
	}
	completes := func(word string) bool { return strings.HasPrefix(word, cobra.ShellCompRequestCmd) }
	names := func(one verb) bool {
		return slices.ContainsFunc(one.names, func(name string) bool { return slices.Contains(words, name) })
	}
	if slices.ContainsFunc(words, completes) || !slices.ContainsFunc(a.verbs(), names) {
		return nil
	}
	return words
}

// addVerbs adds the verbs that are among the words, or with nil all, unless they
// are there already.
func (a *app) addVerbs(root *cobra.Command, words []string) {
	if len(root.Groups()) == 0 {
		root.AddGroup(&cobra.Group{ID: signInGroup, Title: signInGroup}, &cobra.Group{ID: keysGroup, Title: keysGroup})
	}
	for _, one := range a.verbs() {
		there := slices.ContainsFunc(root.Commands(), func(command *cobra.Command) bool { return command.Name() == one.names[0] })
		wanted := words == nil || slices.ContainsFunc(one.names, func(name string) bool { return slices.Contains(words, name) })
		if !there && wanted {
			command := one.make()
			command.GroupID = one.group
			root.AddCommand(command)
		}
	}
}
