// Package cli is what commands share: the run of the program, and the flags,
// arguments and questions that several of them have.
package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"keyctl/client"
	"keyctl/config"
	"keyctl/internal/redact"
	"keyctl/internal/system"
	"keyctl/internal/terminal"
	"keyctl/output"
	"keyctl/output/notes"
)

// Run is one run of the program: its streams, notes and settings.
type Run struct {
	system.System
	notes.Notes
	Name     string // what the user called the program
	Version  string
	Terminal terminal.Terminal
	Redactor *redact.Redactor // redacts secrets in all that goes to stderr
	Given    *redact.Redactor // knows the secret that a command was given
	Flags    *pflag.FlagSet
	Settings config.Settings

	shown      output.Options // as the flags say; [Run.Options] completes it
	debug      bool
	loaded     bool // a command has begun
	unattended bool
	profile    string
	windows    *client.Windows
	begun      map[string]bool
}

// New gives the run of a program on a system.
func New(system system.System, name, version string) *Run {
	redactor, spinner := &redact.Redactor{}, terminal.NewSpinner(system.Err)
	stderr := redactor.Writer(spinner)
	return &Run{
		System: system, Notes: notes.Notes{Stderr: stderr}, Name: name, Version: version,
		Terminal: terminal.Terminal{In: system.In, Err: system.Err, Out: stderr, Spinner: spinner},
		Redactor: redactor, Given: &redact.Redactor{}, windows: &client.Windows{}, begun: map[string]bool{},
	}
}

// AddFlags adds the flags that every command takes.
func (r *Run) AddFlags(flags *pflag.FlagSet) {
	flags.SortFlags = false
	config.Flags(flags)
	flags.StringSliceVar(&r.shown.Columns, "columns", nil, "the columns of table, wide, csv and tsv, like name,id")
	flags.StringVar(&r.shown.JQ, "jq", "", "a jq program over the JSON output; holds the list in memory")
	flags.BoolVar(&r.shown.NoHeader, "no-header", false, "leave out the header")
	flags.BoolVar(&r.debug, "debug", false, "trace requests on stderr: no header, body or secret")
	flags.BoolVarP(&r.Quiet, "quiet", "q", false, "no notes on stderr, errors only")
	r.Flags = flags
}

// Load reads flags and environment; it opens nothing.
func (r *Run) Load() error {
	settings, err := config.Load(r.Flags, r.Environment)
	r.Settings, r.loaded, r.JSON = settings, true, r.AsksForJSON()
	return err
}

// Loaded reports whether a command has begun.
func (r *Run) Loaded() bool { return r.loaded }

// AsksForJSON reports whether flags or environment ask for JSON: then errors are
// JSON as well. It reads them itself, because one of them may be what is wrong.
func (r *Run) AsksForJSON() bool {
	format := r.Flag("output")
	if format == "" {
		format = r.Environment("KEYCTL_OUTPUT")
	}
	return strings.HasPrefix(format, "json")
}

// Flag gives the text of a flag, "" when there is no such flag.
func (r *Run) Flag(name string) string {
	if found := r.Flags.Lookup(name); found != nil {
		return found.Value.String()
	}
	return ""
}

// Unattend makes the run one for a shell that asks for completions: it asks
// nobody, runs no credential command, and writes nothing to stderr.
func (r *Run) Unattend() {
	r.unattended, r.Stderr, r.debug = true, io.Discard, false
	r.Terminal.Out = io.Discard
}

// Unattended reports whether a shell asks for completions.
func (r *Run) Unattended() bool { return r.unattended }

// Examples puts the name that the user called into the text of examples.
func (r *Run) Examples(text string) string { return strings.ReplaceAll(text, "keyctl ", r.Name+" ") }

// Command is a command line of this program, to be pasted.
func (r *Run) Command(words string) string { return strings.TrimSpace(r.Name + " " + words) }

// Hiding is stdout for a command that is given a secret, which a console may
// repeat in a name: it redacts that secret, also one that is read later.
func (r *Run) Hiding() io.Writer { return r.Given.Writer(r.Out) }

// ListOut is where a list goes, until ctx ends.
func (r *Run) ListOut(ctx context.Context) io.Writer {
	out := system.Leaving(ctx, r.Out)
	if r.Spins() {
		return r.Terminal.Spinner.Around(out, system.IsTerminal(r.Out))
	}
	return out
}

// Spins reports whether the spinner shows long waits: a person looks, and
// --debug doesn't show them already.
func (r *Run) Spins() bool {
	able := r.Environment("TERM") // to erase a line
	return system.IsTerminal(r.Err) && able != "" && able != "dumb" && !r.Quiet && !r.debug && !r.unattended
}

// SharesTerminal reports whether stdout and stderr may land on the same lines.
func (r *Run) SharesTerminal() bool { return system.IsTerminal(r.Out) && system.IsTerminal(r.Err) }
