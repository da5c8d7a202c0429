package cli

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/system"
	"keyctl/output"
	"keyctl/output/plain"
)

// Options completes what the flags say about the output with what is known of
// stdout.
func (r *Run) Options() output.Options {
	options := r.shown
	options.Format = r.Settings.Output
	if !r.Flags.Changed("output") && (options.JQ != "" || len(options.Columns) > 0) {
		options.Format = "" // a flag says more than the environment's format
	}
	options.Now = time.Now()
	options.Terminal = system.IsTerminal(r.Out)
	options.Color = options.Terminal && r.wantsColor()
	if options.Terminal {
		options.Width, _, _ = term.GetSize(int(r.Out.Fd()))
	}
	return options
}

// wantsColor follows NO_COLOR, CLICOLOR and TERM as their authors define them:
// any value of NO_COLOR but the empty one, CLICOLOR=0, TERM=dumb.
func (r *Run) wantsColor() bool {
	return r.Environment("NO_COLOR") == "" && r.Environment("CLICOLOR") != "0" && r.Environment("TERM") != "dumb"
}

// PlainOutput refuses, for a command that lists no keys, the flags that shape a
// list, and reports whether JSON is wanted. A format that the environment asks
// for and the command does not have is ignored.
func (r *Run) PlainOutput(verb string) (asJSON bool, err error) {
	format, err := r.OutputAmong(verb, plain.Formats(), "columns", "jq", "no-header")
	return format == "json", err
}

// OutputAmong gives one of some formats, the first where none of them is asked
// for, and refuses the idle flags, which have no effect on any.
func (r *Run) OutputAmong(verb string, formats []string, idle ...string) (string, error) {
	for _, name := range idle {
		if r.Flags.Changed(name) {
			return "", errs.Errorf(errs.Usage, "--%s has no effect on %s", name, verb).WithHint("leave it out")
		}
	}
	format := r.Settings.Output
	switch {
	case slices.Contains(formats, format):
		return format, nil
	case r.Flags.Changed("output"):
		last := len(formats) - 1
		return "", errs.Errorf(errs.Usage, "%s has no output format %s", verb, safetext.Quote(format)).
			WithHint("use -o %s or %s", strings.Join(formats[:last], ", "), formats[last])
	}
	return formats[0], nil
}
