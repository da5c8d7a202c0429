package cmd

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/consoles"
)

// capability is one cell of the matrix of consoles and verbs.
type capability struct {
	Console string `json:"console"`
	Verb    string `json:"verb"`
	Offered bool   `json:"offered"`
	Grade   string `json:"grade"` // "" where it isn't offered
	Note    string `json:"note"`
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
	var rows []capability
	for _, console := range consoles.All() {
		dialect := console.Dialect()
		for _, verb := range client.Verbs() {
			action, err := dialect.Action(verb)
			rows = append(rows, capability{dialect.Console, string(verb), err == nil, string(action.Grade), action.Note})
		}
	}
	switch a.settings.Output {
	case "json":
		encoder := json.NewEncoder(a.system.Out)
		encoder.SetIndent("", "  ")
		return quietly(encoder.Encode(rows))
	case "", "table":
		return quietly(a.writeCapabilities(rows))
	}
	return client.Errorf(client.Usage, "consoles has no output format %s", client.Quote(a.settings.Output)).WithHint("use -o table or json")
}

func (a *app) writeCapabilities(rows []capability) error {
	table := tabwriter.NewWriter(a.system.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "CONSOLE\tVERB\tOFFERED\tKNOWN FROM\tNOTE")
	for _, row := range rows {
		offered, grade, note := "yes", row.Grade, row.Note
		if !row.Offered {
			offered, grade = "no", "-"
		}
		if note == "" {
			note = "-"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", row.Console, row.Verb, offered, grade, note)
	}
	return table.Flush()
}
