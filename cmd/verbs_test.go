package cmd

import (
	"slices"
	"strings"
	"testing"

	"keyctl/internal/system"
)

// Each verb is found by all of its names, and made under them.
func TestVerbsHaveTheirNames(t *testing.T) {
	t.Parallel()
	p := newProgram(system.System{Args: []string{"keyctl"}, Environment: func(string) string { return "" }})
	p.root()
	for _, one := range p.verbs() {
		made := one.create(p.Run)
		if names := append([]string{made.Name()}, made.Aliases...); !slices.Equal(names, one.names) {
			t.Errorf("%v is made as %v", one.names, names)
		}
	}
}

// Only what may be asked for is made, and never less.
func TestTheTreeHoldsWhatTheLineMayAskFor(t *testing.T) {
	t.Parallel()
	const all = "completion consoles create delete disable doctor emulator enable exec expire help identify list login logout profile quota recover rename revoke scope show sinks usage verify whoami"
	for line, want := range map[string]string{
		"":                   all,
		"--help":             all,
		"lst":                all,
		"--version":          "",
		"list -o json":       "list",
		"ls":                 "list",
		"-p sandbox list":    "list",
		"show list":          "list show",
		"help":               all,
		"__complete list ":   all,
		"__complete-bash x":  all,
		"profile use create": "create profile",
	} {
		args := append([]string{"keyctl"}, strings.Fields(line)...)
		p := newProgram(system.System{Args: args, Environment: func(string) string { return "" }})
		var names []string
		for _, command := range p.root().Commands() {
			if !command.Hidden {
				names = append(names, command.Name())
			}
		}
		slices.Sort(names)
		got := strings.Join(names, " ")
		if want == all {
			want = strings.Replace(all, "help ", "", 1) // cobra adds it later
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
}
