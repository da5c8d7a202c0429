package keys

import (
	"fmt"
	"strings"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/shell"
)

// wayBack tells how a key that was stopped comes back to work, and how it goes
// for good; "" where there is no way back. It follows what was done on its line.
func wayBack(run *cli.Run, dialect client.Dialect, verb client.Verb, key client.Key) string {
	undo := dialect.Actions[verb].Undo
	if !verb.Stops() || undo == "" || key.Status != client.Disabled {
		return ""
	}
	text := fmt.Sprintf("; `%s` undoes it", pasted(run, undo, key))
	if verb == client.VerbRevoke && dialect.Offered(client.VerbDelete) {
		text += fmt.Sprintf(", `%s` removes it for good", pasted(run, client.VerbDelete, key))
	}
	return text
}

// pasted is a command for one key that can be pasted into any shell: with the
// account that was named on the command line, and the key's id. Where one of them
// would mean something to a shell, it is the verb alone.
func pasted(run *cli.Run, verb client.Verb, key client.Key) string {
	words := []string{run.Name}
	for _, flag := range []string{"profile", "workspace"} {
		if value := run.Flag(flag); value != "" && run.Flags.Changed(flag) {
			words = append(words, "--"+flag, value)
		}
	}
	words = append(words, string(verb), key.ID)
	for _, word := range words[1:] {
		if strings.Contains(word, " ") || !shell.Argument(strings.TrimPrefix(word, "--")) {
			return run.Name + " " + string(verb)
		}
	}
	if client.CheckID(key.ID) != nil {
		return run.Name + " " + string(verb)
	}
	return strings.Join(words, " ")
}
