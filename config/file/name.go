package file

import (
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// The names that no profile of the file can have, because they are built in.
const (
	// EnvironmentProfile is the name of the account that the environment
	// describes with KEYCTL_CONSOLE and KEYCTL_API_KEY.
	EnvironmentProfile = "environment"
	// SandboxProfile is the built-in profile onto the embedded console. A dash
	// and the name of a console after it choose what that console speaks.
	SandboxProfile = "sandbox"
)

// longestName is how long a profile's name can be.
const longestName = 64

// CheckProfileName refuses a name that a profile can't have: 1 to 64 letters,
// digits, ".", "_" and "-", of which the first is a letter or a digit, and
// none of the names that are built in.
func CheckProfileName(name string) error {
	switch {
	case isReserved(name):
		return errs.Errorf(errs.Usage, "the profile name %s is built in and stays what it is", safetext.Quote(name)).
			WithHint("take another name; environment, sandbox and all that begin with sandbox- are reserved")
	case !isWord(name):
		return errs.Errorf(errs.Usage, "a profile can't be named %s", safetext.Quote(name)).WithHint("%s", nameHint)
	}
	return nil
}

const nameHint = "a name has 1 to 64 letters, digits, dots, underscores and dashes, and begins with a letter or a digit"

// isSandbox reports whether a name belongs to the built-in profiles. It does
// not know which of them exist.
func isSandbox(name string) bool {
	return name == SandboxProfile || strings.HasPrefix(name, SandboxProfile+"-")
}

func isReserved(name string) bool {
	name = strings.ToLower(name)
	return name == EnvironmentProfile || isSandbox(name)
}

// isWord reports whether a text is a short plain word, as the names of
// consoles and profiles are.
func isWord(text string) bool {
	return text != "" && len(text) <= longestName && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '.' && r != '_' && r != '-' && !isAlphanumeric(r)
	}) && isAlphanumeric(rune(text[0]))
}

func isAlphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// IsWorkspace reports whether a text can be the id of a workspace. What one
// looks like on a console is for its dialect to say.
func IsWorkspace(text string) bool { return isWord(text) && !strings.Contains(text, ".") }
