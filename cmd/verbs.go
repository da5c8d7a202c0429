package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// verb is a command that is made when it is needed: to make all of them takes
// a twentieth of the time in which the program starts.
type verb struct {
	group  string   // the title below which help shows it, "" for none
	names  []string // its name and its aliases
	create func(*Run) *cobra.Command
}

const (
	signInGroup = "Sign-in:"
	keysGroup   = "Keys:"
)

func (p *program) verbs() []verb {
	return []verb{
		{signInGroup, []string{"login"}, NewLogin},
		{signInGroup, []string{"logout"}, NewLogout},
		{signInGroup, []string{"whoami"}, NewWhoami},
		{signInGroup, []string{"profile"}, NewProfile},
		{signInGroup, []string{"doctor"}, NewDoctor},
		{keysGroup, []string{"create"}, NewCreate},
		{keysGroup, []string{"list", "ls"}, NewList},
		{keysGroup, []string{"show"}, NewShow},
		{keysGroup, []string{"rename"}, NewRename},
		{keysGroup, []string{"expire"}, NewExpire},
		{keysGroup, []string{"scope"}, NewScope},
		{keysGroup, []string{"quota"}, NewQuota},
		{keysGroup, []string{"enable"}, NewEnable},
		{keysGroup, []string{"disable"}, NewDisable},
		{keysGroup, []string{"revoke"}, NewRevoke},
		{keysGroup, []string{"delete"}, NewDelete},
		{keysGroup, []string{"verify"}, NewVerify},
		{keysGroup, []string{"identify"}, NewIdentify},
		{keysGroup, []string{"usage"}, NewUsage},
		{keysGroup, []string{"exec"}, NewExec},
		{keysGroup, []string{"recover"}, NewRecover},
		{"", []string{"consoles"}, NewConsoles},
		{"", []string{"sinks"}, NewSinks},
		{"", []string{"emulator"}, NewEmulator},
		{"", []string{"completion"}, NewCompletion},
		{"", []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, NewComplete},
		{"", []string{CompleteBashName}, NewCompleteBash},
	}
}

// named gives the words of the command line among which the verb is, nil where
// all verbs may be asked for.
func (p *program) named() []string {
	words := p.Args[1:]
	if len(words) == 1 && words[0] == "--version" {
		return words
	}
	completes := func(word string) bool { return strings.HasPrefix(word, cobra.ShellCompRequestCmd) }
	names := func(one verb) bool {
		return slices.ContainsFunc(one.names, func(name string) bool { return slices.Contains(words, name) })
	}
	if slices.ContainsFunc(words, completes) || !slices.ContainsFunc(p.verbs(), names) {
		return nil
	}
	return words
}

// addVerbs adds the verbs that are among the words, or with nil all, unless they
// are there already.
func (p *program) addVerbs(root *cobra.Command, words []string) {
	if len(root.Groups()) == 0 {
		root.AddGroup(&cobra.Group{ID: signInGroup, Title: signInGroup}, &cobra.Group{ID: keysGroup, Title: keysGroup})
	}
	for _, one := range p.verbs() {
		there := slices.ContainsFunc(root.Commands(), func(command *cobra.Command) bool { return command.Name() == one.names[0] })
		wanted := words == nil || slices.ContainsFunc(one.names, func(name string) bool { return slices.Contains(words, name) })
		if !there && wanted {
			command := one.create(p.Run)
			command.GroupID = one.group
			if command.HasSubCommands() {
				command.RunE = p.noVerb
			}
			root.AddCommand(command)
		}
	}
}
