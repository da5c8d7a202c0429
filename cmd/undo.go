package cmd

import (
	"fmt"
	"strings"

	"keyctl/client"
	"keyctl/internal/shell"
)

// wayBack tells how a key that was stopped comes back to work, and how it goes
// for good; "" where there is no way back. It follows what was done on its line.
func (a *app) wayBack(dialect client.Dialect, verb client.Verb, key client.Key) string {
	undo := dialect.Actions[verb].Undo
	if !verb.Stops() || undo == "" || key.Status != client.Disabled {
		return ""
	}
	text := fmt.Sprintf("; `%s` undoes it", a.pasted(undo, key))
	if verb == client.VerbRevoke && offers(dialect, client.VerbDelete) {
		text += fmt.Sprintf(", `%s` removes it for good", a.pasted(client.VerbDelete, key))
	}
	return text
}

// pasted is a command for one key that can be pasted into any shell: with the
// account that was named on the command line, and the key's id. Where one of them
// would mean something to a shell, it is the verb alone.
func (a *app) pasted(verb client.Verb, key client.Key) string {
	words := []string{a.name}
	for _, flag := range []string{"profile", "workspace"} {
		if value := a.flag(flag); value != "" && a.flags.Changed(flag) {
			words = append(words, "--"+flag, value)
		}
	}
	words = append(words, string(verb), key.ID)
	for _, word := range words[1:] {
		if strings.Contains(word, " ") || !shell.Argument(strings.TrimPrefix(word, "--")) {
			return a.name + " " + string(verb)
		}
	}
	if client.CheckID(key.ID) != nil {
		return a.name + " " + string(verb)
	}
	return strings.Join(words, " ")
}
