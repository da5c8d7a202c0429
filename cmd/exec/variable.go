package exec

import (
	"slices"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/process"
)

// checkVariable refuses a variable that is none, and those that somebody reads
// who is not meant to see a secret, and who may print what makes no sense there.
func checkVariable(name string) error {
	ours := slices.Contains([]string{"PATH", "IFS", "BASH_ENV", "ENV"}, name)
	for _, prefix := range []string{"KEYCTL_", "LD_", "DYLD_"} {
		ours = ours || strings.HasPrefix(name, prefix)
	}
	switch {
	case !process.IsVariable(name):
		return errs.Errorf(errs.Usage, "--env is not the name of a variable").
			WithHint("give the name alone, like API_KEY: letters, digits and _, with no digit first")
	case ours:
		return errs.Errorf(errs.Usage, "--env %s would hand the secret to the shell, the loader or keyctl itself, which may print it", name).
			WithHint("choose the variable from which the command takes its secret, like API_KEY")
	}
	return nil
}
