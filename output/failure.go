package output

import (
	"errors"
	"io"
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// WriteError writes a failure in one Write: "<profile>: <verb>: <what>", a
// table of the candidates where there are some, and a line with the hint. As
// JSON it is one object on one line:
//
//	{"error":{"kind","exit_code","profile","verb","message","hint","key_id","candidates"}}
//
// with null for what there is none of, and candidates as keys without profile
// and console. An error that is no [errs.Error] has the kind Failed. An empty
// profile or verb is left out of the line; a nil error writes nothing. What it
// returns is the failed write.
func WriteError(w io.Writer, asJSON bool, profile, verb string, err error) error {
	if err == nil {
		return nil
	}
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok {
		failure = &errs.Error{Kind: errs.Failed}
	}
	message := strings.ReplaceAll(err.Error(), "\n", "; ") // joined errors
	report := report{Error: failure, profile: profile, verb: verb, message: message}
	text := report.lines()
	if asJSON {
		text = report.object()
	}
	return writeAll(w, text)
}

// WriteWarning writes one line: "warning: <message>", or as JSON
// {"warning":{"message"}}.
func WriteWarning(w io.Writer, asJSON bool, message string) error {
	if !asJSON {
		return writeAll(w, []byte("warning: "+safetext.Printable(message)+"\n"))
	}
	inner := objectWriter{}
	inner.string("message", message)
	outer := append([]byte(`{"warning":`), inner.close("")...)
	return writeAll(w, append(outer, '}', '\n'))
}

// report is a failure with where it happened. Its message is the outermost
// one, which may say more than the errs.Error inside.
type report struct {
	*errs.Error
	profile string
	verb    string
	message string
}

func (r report) lines() []byte {
	var text []byte
	for _, part := range []string{r.profile, r.verb} {
		if part != "" {
			text = append(append(text, safetext.Printable(part)...), ": "...)
		}
	}
	text = append(append(text, safetext.Printable(r.message)...), '\n')
	if r.KeyID != "" && !strings.Contains(r.message+r.Hint, r.KeyID) {
		text = append(append(append(text, "key: "...), safetext.Printable(r.KeyID)...), '\n')
	}
	text = append(text, candidates(client.CandidatesOf(r.Error))...)
	if r.Hint != "" {
		text = append(append(append(text, "hint: "...), safetext.Printable(r.Hint)...), '\n')
	}
	return text
}

// candidates is a small table that tells apart keys with the same name.
func candidates(keys []client.Key) []byte {
	chosen, err := findColumns([]string{"id", "name", "status", "created_at"})
	if err != nil || len(keys) == 0 {
		return nil
	}
	out := newBuffer(nil, false) // never flushed
	drawn := &table{columns: chosen}
	for key := range slices.Values(keys) {
		drawn.hold(&Row{Key: key})
	}
	if err := drawn.settle(out); err != nil {
		return nil
	}
	var text []byte
	for line := range strings.Lines(string(out.text)) {
		text = append(append(text, "  "...), line...)
	}
	return text
}

func (r report) object() []byte {
	w := objectWriter{}
	w.string("kind", r.Kind.String())
	w.integer("exit_code", r.ExitCode())
	w.optional("profile", r.profile)
	w.optional("verb", r.verb)
	w.string("message", r.message)
	w.optional("hint", r.Hint)
	w.optional("key_id", r.KeyID)
	w.field("candidates")
	w.text = append(w.text, '[')
	keys := client.CandidatesOf(r.Error)
	for i := range keys {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		candidate := objectWriter{text: w.text}
		candidate.key(&keys[i])
		w.text = candidate.close("")
	}
	w.text = append(w.text, ']')
	outer := append([]byte(`{"error":`), w.close("")...)
	return append(outer, '}', '\n')
}
