package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/output"
)

// report writes an error to stderr. The errors of cobra are about the command
// line, and may have several lines.
func (p *program) report(executed *cobra.Command, err error) {
	profile, verb := p.Subject(), ""
	if executed != nil && executed.HasParent() {
		verb = strings.TrimPrefix(executed.CommandPath(), executed.Root().Name()+" ")
	}
	asJSON := p.asJSON()
	if profile == "" && !asJSON {
		profile = p.Name // a line begins with a name; JSON has null for no profile
	}
	// An error of this write can't be reported any more.
	_ = output.WriteError(p.Stderr, asJSON, profile, verb, err)
}

// withExit is an error as it is reported: with the exit code of the command, and
// the kind of the signal that ended it.
func withExit(executed *cobra.Command, err error, code int) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err
	}
	ended := *failure
	ended.What, ended.Cause, ended.Code = err.Error(), err, code
	if kind, isEnded := signalKind(executed.Context()); isEnded {
		ended.Kind = kind
	}
	return client.WithCandidates(&ended, client.CandidatesOf(failure))
}

// asJSON reports whether a program reads the output: then errors are JSON as
// well. Before a command begins, a flag that couldn't be read may stand in front
// of the one that says so.
func (p *program) asJSON() bool {
	if !p.Loaded() && p.Flag("output") == "" {
		if format := typedFormat(p.Args); format != "" {
			return strings.HasPrefix(format, "json")
		}
	}
	return p.AsksForJSON()
}

// typedFormat looks for -o or --output among words that were not read as flags.
func typedFormat(words []string) string {
	for i, word := range words {
		value, joined := strings.CutPrefix(word, "--output=")
		if !joined && len(word) > 2 {
			value, joined = strings.CutPrefix(word, "-o")
		}
		switch {
		case word == "--":
			return ""
		case joined:
			return strings.TrimPrefix(value, "=")
		case (word == "-o" || word == "--output") && i+1 < len(words):
			return words[i+1]
		}
	}
	return ""
}
