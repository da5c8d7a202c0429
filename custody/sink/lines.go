package sink

import (
	"bytes"
	"io"

	"keyctl/client"
)

const (
	// longestLine is what is kept of a line until its end comes. A longer one is
	// left out: where it was cut, half a secret would not be known for one.
	longestLine = 64 << 10
	// mostOutput is how much of what a command prints is shown.
	mostOutput = 1 << 20
)

// lines passes on whole lines, each in one write, so that a secret within is
// found. It takes everything, however much that is, so that nobody waits for it.
type lines struct {
	out     io.Writer
	line    []byte
	tooLong bool
	passed  int
	secret  *client.Redactor // finds it in a line
	held    bool             // a line held it
}

// known finds a secret in whatever form it is printed.
func known(text string) *client.Redactor {
	secret := &client.Redactor{}
	secret.Register(client.NewSecret(text))
	return secret
}

func (l *lines) Write(text []byte) (int, error) {
	length := len(text)
	for len(text) > 0 {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if len(l.line)+len(line) > longestLine {
			l.line, l.tooLong = l.line[:0], true
		}
		if !l.tooLong {
			l.line = append(l.line, line...)
		}
		if ended {
			l.pass()
		}
		text = rest
	}
	return length, nil
}

// flush passes on a last line that has no end.
func (l *lines) flush() {
	if len(l.line) > 0 || l.tooLong {
		l.pass()
	}
}

func (l *lines) pass() {
	line := append(l.line, '\n')
	if l.tooLong {
		line = []byte("(a line that is too long is left out)\n")
	}
	l.line, l.tooLong = l.line[:0], false
	over := l.passed > mostOutput
	l.passed += len(line)
	switch {
	case over:
		return
	case l.passed > mostOutput:
		line = []byte("(the rest of what it printed is left out)\n")
	}
	l.held = l.held || !bytes.Equal(l.secret.Redact(line), line)
	_, _ = l.out.Write(line) // whoever doesn't read it loses nothing else
}
