package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/cmd/doctor"
	"keyctl/cmd/exec"
	"keyctl/cmd/info"
	"keyctl/cmd/keys"
	"keyctl/cmd/recover"
	"keyctl/cmd/signin"
)

// verb is a command that is made when it is needed: to make all of them takes
// a twentieth of the time in which the program starts.
type verb struct {
	group  string   // the title below which help shows it, "" for none
	names  []string // its name and its aliases
	create func(*cli.Run) *cobra.Command
}

const (
	signInGroup = "Sign-in:"
	keysGroup   = "Keys:"
)

func (p *program) verbs() []verb {
	return []verb{
		{signInGroup, []string{"login"}, signin.NewLogin},
		{signInGroup, []string{"logout"}, signin.NewLogout},
		{signInGroup, []string{"whoami"}, signin.NewWhoami},
		{signInGroup, []string{"profile"}, signin.NewProfile},
		{signInGroup, []string{"doctor"}, doctor.NewDoctor},
		{keysGroup, []string{"create"}, keys.NewCreate},
		{keysGroup, []string{"list", "ls"}, keys.NewList},
		{keysGroup, []string{"show"}, keys.NewShow},
		{keysGroup, []string{"rename"}, keys.NewRename},
		{keysGroup, []string{"expire"}, keys.NewExpire},
		{keysGroup, []string{"scope"}, keys.NewScope},
		{keysGroup, []string{"quota"}, keys.NewQuota},
		{keysGroup, []string{"enable"}, keys.NewEnable},
		{keysGroup, []string{"disable"}, keys.NewDisable},
		{keysGroup, []string{"revoke"}, keys.NewRevoke},
		{keysGroup, []string{"delete"}, keys.NewDelete},
		{keysGroup, []string{"verify"}, keys.NewVerify},
		{keysGroup, []string{"identify"}, keys.NewIdentify},
		{keysGroup, []string{"usage"}, keys.NewUsage},
		{keysGroup, []string{"exec"}, exec.NewExec},
		{keysGroup, []string{"recover"}, recover.NewRecover},
		{"", []string{"consoles"}, info.NewConsoles},
		{"", []string{"sinks"}, info.NewSinks},
		{"", []string{"emulator"}, info.NewEmulator},
		{"", []string{"completion"}, info.NewCompletion},
		{"", []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, info.NewComplete},
		{"", []string{info.CompleteBashName}, info.NewCompleteBash},
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
				command.RunE, command.SuggestionsMinimumDistance = p.noVerb, root.SuggestionsMinimumDistance
			}
			root.AddCommand(command)
		}
	}
}
