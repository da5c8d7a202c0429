// Package info holds the commands that need no account: what there is to know, the
// emulator, and completion.
package info

import (
	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/consoles"
	"keyctl/output/plain"
)

// knowledge is what is known of one console, or of the keys of its workspaces.
type knowledge struct {
	Console   string         `json:"console"`
	Workspace bool           `json:"workspace"` // the keys of a workspace, not the account's own
	Unknown   []client.Field `json:"unknown"`   // the fields of a key that it doesn't tell
	Scopes    []string       `json:"scopes"`    // the words of --scope
	Limit     *limit         `json:"limit"`     // nil where none is known
	Header    bool           `json:"inferred_header"`
	Verbs     []capability   `json:"verbs"`
}

// limit is how often a credential may ask.
type limit struct {
	Requests int     `json:"requests"`
	Seconds  float64 `json:"seconds"`
}

// capability is one cell of the matrix of consoles and verbs.
type capability struct {
	Verb    client.Verb  `json:"verb"`
	Offered bool         `json:"offered"`
	Grade   client.Grade `json:"grade"` // "" where it isn't offered
	Note    string       `json:"note"`
	Undo    *string      `json:"undo"`    // the verb that undoes it
	Request *string      `json:"request"` // METHOD /path below the base URL, with {id} for that of a key
}

const consolesHelp = `Show what each console can do, and how surely that is known: doc, its own
documentation; spec, its published OpenAPI; client, its official client's source;
inferred, documented nowhere and chosen by the console's conventions. What isn't
offered is -. Consoles with workspaces have a column for their keys. Nothing is sent.`

// NewConsoles makes the command `consoles`.
func NewConsoles(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "consoles",
		Short:   "show what each console can do, and how surely that is known",
		Long:    consolesHelp,
		Example: run.Examples("  keyctl consoles\n  keyctl consoles -o json"),
		Args:    cli.Arguments(0, 0, "consoles takes no argument"),
		RunE:    func(*cobra.Command, []string) error { return runConsoles(run) },
	}
}

func runConsoles(run *cli.Run) error {
	asJSON, err := run.PlainOutput("consoles")
	if err != nil {
		return err
	}
	var known []knowledge
	for _, console := range consoles.All() {
		known = append(known, knowledgeOf(console.Dialect())...)
	}
	if asJSON {
		return plain.Quietly(plain.JSON(run.Out, known))
	}
	return plain.Quietly(writeMatrix(run.Out, known))
}

// knowledgeOf gives what is known of a console, and of its workspaces where it
// has them.
func knowledgeOf(dialect client.Dialect) []knowledge {
	known := []knowledge{knowledgeIn(dialect, false)}
	if dialect.Workspace != nil {
		if inner, err := dialect.Workspace("1", false); err == nil { // which one makes no difference
			known = append(known, knowledgeIn(inner, true))
		}
	}
	return known
}

func knowledgeIn(dialect client.Dialect, workspace bool) knowledge {
	known := knowledge{
		Console: dialect.Console, Workspace: workspace, Header: dialect.InferredHeader,
		Unknown: append([]client.Field{}, dialect.Unknown...), Scopes: append([]string{}, dialect.Scopes...),
	}
	if rate := dialect.Limit; rate.Requests > 0 {
		known.Limit = &limit{rate.Requests, rate.Period.Seconds()}
	}
	for _, verb := range client.Verbs() {
		action, offered := dialect.Actions[verb]
		known.Verbs = append(known.Verbs, capability{
			verb, offered, action.Grade, action.Note, plain.Optional(string(action.Undo)), plain.Optional(dialect.RouteOf(verb)),
		})
	}
	return known
}
