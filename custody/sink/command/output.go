package command

import (
	"bytes"
	"io"
	"strings"
	"unicode"

	"keyctl/internal/redact"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const (
	// longestLine is what is kept of a line until its end comes. A longer one is
	// left out: where it was cut, half a secret would not be known for one.
	longestLine = 64 << 10
	// mostOutput is how much of what a command prints is kept.
	mostOutput = 1 << 20
)

// lines keeps what a command prints until it has ended, and passes it on then
// unless it holds the secret in pieces, as base64 does that is broken into lines.
// It takes everything, however much that is, so that nobody waits for it.
type lines struct {
	out    io.Writer
	secret *redact.Redactor // finds it in a text
	kept   []byte
	over   bool
	held   bool // a line that was passed on held it
}

// known finds a secret in whatever form it is printed.
func known(text string) *redact.Redactor {
	secret := &redact.Redactor{}
	secret.Register(secrets.New(text))
	return secret
}

func (l *lines) holds(text string) bool { return string(l.secret.Redact([]byte(text))) != text }

func (l *lines) Write(text []byte) (int, error) {
	room := min(len(text), mostOutput-len(l.kept))
	l.kept, l.over = append(l.kept, text[:room]...), l.over || room < len(text)
	return len(text), nil
}

// flush passes on whole lines, each in one write, so that a secret within is
// blacked out. Where the end is cut off, so is the line that it was in.
func (l *lines) flush() {
	text := l.kept
	if l.over {
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	if l.inPieces(text) {
		l.pass("(what it printed is left out: it holds the secret)")
		return
	}
	for line := range strings.Lines(string(text)) {
		if len(line) > longestLine+1 {
			line = "(a line that is too long is left out)"
		}
		l.held = l.held || l.holds(line)
		l.pass(printable(strings.TrimRight(line, "\r\n")))
	}
	if l.over {
		l.pass("(the rest of what it printed is left out)")
	}
}

func (l *lines) pass(line string) {
	_, _ = io.WriteString(l.out, line+"\n") // a reader that is gone loses nothing else
}

// inPieces reports whether more of the secret shows once everything is taken out
// that may stand between pieces of it: white space, and what a terminal hides.
func (l *lines) inPieces(text []byte) bool {
	between := func(r rune) rune {
		if unicode.IsSpace(r) || safetext.Hostile(r) {
			return -1
		}
		return r
	}
	var whole strings.Builder // what is left where every line that holds it is blacked out
	for line := range strings.Lines(string(text)) {
		if !l.holds(line) {
			whole.WriteString(strings.Map(between, line))
			continue
		}
		if l.holds(whole.String()) {
			return true
		}
		whole.Reset()
	}
	return l.holds(whole.String())
}

// printable takes away what a terminal would obey, and keeps tabs.
func printable(line string) string {
	parts := strings.Split(line, "\t")
	for i, part := range parts {
		parts[i] = safetext.Printable(part)
	}
	return strings.Join(parts, "\t")
}
