package shell

import (
	_ "embed" // the scripts
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

//go:embed complete.bash
var bashScript string

//go:embed complete.zsh
var zshScript string

//go:embed complete.fish
var fishScript string

// Names lists the shells for which there is a script.
func Names() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// Script gives what makes a shell complete the command lines of a program. The
// one for PowerShell is cobra's.
func Script(shell, program string) (string, error) {
	if program == "" || strings.ContainsFunc(program, func(r rune) bool { return !inName(r) }) || strings.HasPrefix(program, "-") {
		return "", errs.Errorf(errs.Usage, "a script cannot call a program %s", safetext.Quote(program)).
			WithHint("call it by a name of letters, digits and -_.+")
	}
	scripts := map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript, "powershell": ""}
	script, known := scripts[shell]
	switch {
	case !known:
		return "", errs.Errorf(errs.Usage, "there is no completion for the shell %s", safetext.Quote(shell)).
			WithHint("%sthe shells are %s", suggest.Hint(shell, Names()), strings.Join(Names(), ", "))
	case shell == "powershell":
		return powershell(program)
	}
	function := strings.Map(func(r rune) rune {
		if strings.ContainsRune("-.+", r) {
			return '_'
		}
		return r
	}, program)
	return strings.NewReplacer("PROGRAM", program, "FUNCTION", function).Replace(script), nil
}

// inName reports whether a program's name with this character needs no quotes
// in any script.
func inName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || slices.Contains([]rune("-_.+"), r)
}

func powershell(program string) (string, error) {
	var script strings.Builder
	err := (&cobra.Command{Use: program}).GenPowerShellCompletionWithDesc(&script)
	return script.String(), err
}
