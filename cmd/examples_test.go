package cmd_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keyctl/cmd"
	"keyctl/internal/shell"
)

// eachCommand visits the commands that a person can run.
func eachCommand(command *cobra.Command, visit func(*cobra.Command)) {
	if command.Hidden {
		return
	}
	if command.Runnable() {
		visit(command)
	}
	for _, child := range command.Commands() {
		eachCommand(child, visit)
	}
}

func TestEveryCommandHasExamplesThatWork(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"keyctl", "keyctl-cloud"} {
		count := 0
		eachCommand(cmd.Tree(name), func(command *cobra.Command) {
			examples := strings.Split(command.Example, "\n")
			if len(examples) < 2 {
				t.Errorf("%s has %d examples", command.CommandPath(), len(examples))
			}
			for _, example := range examples {
				checkExample(t, name, example)
				count++
			}
			if !strings.Contains(command.Example, command.CommandPath()) && command.HasParent() {
				t.Errorf("%s is in none of its examples", command.CommandPath())
			}
			if command.Short == "" || strings.HasSuffix(command.Short, ".") {
				t.Errorf("%s is described as %q", command.CommandPath(), command.Short)
			}
		})
		if count < 20 {
			t.Errorf("%d examples", count)
		}
	}
}

// checkExample parses an example as far as a pipe.
func checkExample(t *testing.T, name, example string) {
	t.Helper()
	line, _, _ := strings.Cut(example, " | ")
	line, found := strings.CutPrefix(line, "  "+name+" ")
	if !found {
		t.Errorf("%q doesn't begin with %q", example, name)
		return
	}
	words := shell.Read(line + " ").Words // the space ends a file that is redirected to
	command, rest, err := cmd.Tree(name).Find(words[:len(words)-1])
	if err == nil {
		err = command.ParseFlags(rest)
	}
	if err == nil {
		err = command.ValidateArgs(command.Flags().Args())
	}
	if err != nil || !command.HasParent() {
		t.Errorf("%q calls %s: %v", example, command.CommandPath(), err)
	}
}

// Every value is completed, unless it is a text that nobody else can know.
func TestEveryValueIsCompleted(t *testing.T) {
	t.Parallel()
	free := []string{"name", "jq", "listen", "fail", "latency", "limit", "rate", "base-url"}
	argument := regexp.MustCompile(`^\S+ (\[?)(KEY|NAME|SHELL|COMMAND)`)
	eachCommand(cmd.Tree("keyctl"), func(command *cobra.Command) {
		command.InheritedFlags()
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			_, completed := command.GetFlagCompletionFunc(flag.Name)
			if !completed && flag.NoOptDefVal == "" && !flag.Hidden && !slices.Contains(free, flag.Name) {
				t.Errorf("%s --%s is not completed", command.CommandPath(), flag.Name)
			}
		})
		if argument.MatchString(command.Use) && command.ValidArgsFunction == nil {
			t.Errorf("the arguments of %s are not completed", command.CommandPath())
		}
	})
}
