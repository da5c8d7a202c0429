package command

import (
	"strings"

	"keyctl/internal/process"
)

// Parse reads the words of a command, as a shell would split them, and refuses
// what only a shell could run.
func Parse(place string) ([]string, error) {
	words, err := splitWords(place)
	switch {
	case err != nil:
		return nil, err
	case strings.ContainsRune(place, 0):
		return nil, usage("the command of exec holds a NUL").WithHint("no command can be given one")
	case len(words) == 0 || words[0] == "":
		return nil, usage("exec has no command").WithHint(`write it like "exec:pass insert -m deploy"`)
	case setsVariable(words[0]):
		return nil, usage("exec begins with a variable, and no shell runs that would set it").WithHint("write exec:env NAME=VALUE COMMAND")
	}
	return words, nil
}

// setsVariable reports whether a shell would set a variable for the command.
func setsVariable(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && process.IsVariable(name)
}
