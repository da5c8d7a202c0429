package info

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/output/plain"
)

// writeMatrix writes a row for each verb with a column for each console, and
// below it what doesn't fit into a cell.
func writeMatrix(out io.Writer, known []knowledge) error {
	var text bytes.Buffer
	text.WriteString(matrix(known))
	for _, part := range []string{notes(known), remarks(known)} {
		if part != "" {
			text.WriteString("\n" + part)
		}
	}
	_, err := out.Write(text.Bytes())
	return err
}

func matrix(known []knowledge) string {
	rows := [][]string{{"VERB"}}
	for _, verb := range client.Verbs() {
		rows = append(rows, []string{string(verb)})
	}
	for _, console := range known {
		rows[0] = append(rows[0], console.title())
		for i, cell := range console.Verbs {
			rows[i+1] = append(rows[i+1], string(plain.OrDash(cell.Grade)))
		}
	}
	return plain.Tabulate(rows)
}

// title names a column in the words of the command line.
func (k knowledge) title() string {
	if k.Workspace {
		return k.Console + " --workspace"
	}
	return k.Console
}

// notes gives a line for each verb that a user should know something about.
func notes(known []knowledge) string {
	var rows [][]string
	for i, console := range known {
		for j, cell := range console.Verbs {
			note := cell.remark()
			if note == "" || console.Workspace && i > 0 && known[i-1].Verbs[j].remark() == note {
				continue // it stands there already for the account's own keys
			}
			rows = append(rows, []string{console.title(), string(cell.Verb), note})
		}
	}
	if len(rows) == 0 {
		return ""
	}
	return plain.Tabulate(append([][]string{{"CONSOLE", "VERB", "NOTE"}}, rows...))
}

// remark is the note, with the way back where it doesn't name it, and the
// request where that is only inferred.
func (c capability) remark() string {
	note := c.Note
	if c.Verb.Stops() && c.Undo != nil && !strings.Contains(note, *c.Undo) {
		note = strings.TrimPrefix(note+"; "+*c.Undo+" undoes it", "; ")
	}
	if c.Grade == client.Inferred && c.Request != nil {
		note = strings.TrimSuffix(*c.Request+"; "+note, "; ")
	}
	return note
}

// remarks gives what is known of whole consoles, a line for each.
func remarks(known []knowledge) string {
	var text strings.Builder
	for _, tell := range []func(knowledge) string{untold, scopesTaken, rateLimit, overridable} {
		for i, console := range known {
			line := tell(console)
			if line == "" || console.Workspace && i > 0 && tell(known[i-1]) == line {
				continue
			}
			text.WriteString(wrapped(console.title() + " " + line))
		}
	}
	return text.String()
}

// lineWidth is how long a line of prose may be.
const lineWidth = 80

// wrapped breaks a line between words, and indents what follows.
func wrapped(line string) string {
	var text strings.Builder
	width := 0
	for i, word := range strings.Fields(line) {
		switch {
		case i > 0 && width+1+len(word) > lineWidth:
			text.WriteString("\n  ")
			width = 2
		case i > 0:
			text.WriteByte(' ')
			width++
		}
		text.WriteString(word)
		width += len(word)
	}
	return text.String() + "\n"
}

func untold(console knowledge) string {
	if len(console.Unknown) == 0 {
		return ""
	}
	return "does not tell " + plain.Join(console.Unknown)
}

func scopesTaken(console knowledge) string {
	if len(console.Scopes) == 0 {
		return ""
	}
	return "has the scopes " + plain.Join(console.Scopes)
}

func rateLimit(console knowledge) string {
	if console.Limit == nil {
		return ""
	}
	period := time.Duration(console.Limit.Seconds * float64(time.Second))
	words := map[time.Duration]string{time.Second: "a second", time.Minute: "a minute", time.Hour: "an hour", 24 * time.Hour: "a day"}
	if words[period] != "" {
		return fmt.Sprintf("takes %d requests %s from a credential", console.Limit.Requests, words[period])
	}
	return fmt.Sprintf("takes %d requests in %s from a credential", console.Limit.Requests, period)
}

// overridable tells what a profile may say otherwise, because it is inferred.
func overridable(console knowledge) string {
	var parts []string
	var verbs []client.Verb
	for _, cell := range console.Verbs {
		if cell.Grade == client.Inferred {
			verbs = append(verbs, cell.Verb)
		}
	}
	if len(verbs) > 0 {
		parts = append(parts, "its requests for "+plain.Join(verbs))
	}
	if console.Header {
		parts = append(parts, "the header of its credential")
	}
	if len(parts) == 0 {
		return ""
	}
	return "lets a profile override what is inferred: " + strings.Join(parts, ", and ")
}
