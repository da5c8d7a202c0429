package cmd

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/consoles"
)

// knowledge is what is known of one console.
type knowledge struct {
	Console string         `json:"console"`
	Unknown []client.Field `json:"unknown"` // the fields of a key that it doesn't tell
	Verbs   []capability   `json:"verbs"`
}

// capability is one cell of the matrix of consoles and verbs.
type capability struct {
	Verb    client.Verb  `json:"verb"`
	Offered bool         `json:"offered"`
	Grade   client.Grade `json:"grade"` // "" where it isn't offered
	Note    string       `json:"note"`
}

const consolesHelp = `Show what each console can do, and how surely that is known: doc, its own
documentation; spec, its published OpenAPI; client, its official client's source;
inferred, documented nowhere and chosen by the console's conventions.`

func (a *app) consoles() *cobra.Command {
	return &cobra.Command{
		Use:     "consoles",
		Short:   "show what each console can do, and how surely that is known",
		Long:    consolesHelp,
		Example: a.examples("  keyctl consoles\n  keyctl consoles -o json"),
		Args:    arguments(0, 0, "consoles takes no argument"),
		RunE:    func(*cobra.Command, []string) error { return a.runConsoles() },
	}
}

func (a *app) runConsoles() error {
	asJSON, err := a.plainOutput("consoles")
	if err != nil {
		return err
	}
	var known []knowledge
	for _, console := range consoles.All() {
		known = append(known, knowledgeOf(console.Dialect()))
	}
	if asJSON {
		return quietly(writeJSON(a.system.Out, known))
	}
	return quietly(writeKnowledge(a.system.Out, known))
}

func knowledgeOf(dialect client.Dialect) knowledge {
	known := knowledge{Console: dialect.Console, Unknown: dialect.Unknown}
	if known.Unknown == nil {
		known.Unknown = []client.Field{}
	}
	for _, verb := range client.Verbs() {
		action, err := dialect.Action(verb)
		known.Verbs = append(known.Verbs, capability{verb, err == nil, action.Grade, action.Note})
	}
	return known
}

func writeKnowledge(out io.Writer, known []knowledge) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "CONSOLE\tVERB\tOFFERED\tKNOWN FROM\tNOTE")
	for _, console := range known {
		for _, verb := range console.Verbs {
			offered := "yes"
			if !verb.Offered {
				offered = "no"
			}
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", console.Console, verb.Verb, offered, orDash(verb.Grade), orDash(verb.Note))
		}
	}
	for _, console := range known {
		if len(console.Unknown) > 0 {
			_, _ = fmt.Fprintf(table, "%s does not tell %s\n", console.Console, join(console.Unknown))
		}
	}
	return table.Flush()
}
