// Package sink has the places that a new secret can go to: a file for each kind
// of place, and a line in [Kinds]. A sink finds out beforehand whether its
// place can take a secret, and brings it there exactly, without a line break.
package sink

import (
	"context"
	"io"

	"keyctl/client"
	"keyctl/custody"
)

// Kind is one kind of place.
type Kind struct {
	Name  string
	Place string // what stands behind the colon, "" for nothing
	What  string // what it is, in one line
	Needs string // what it needs
	Can   string // how it tells what arrived, "" where it doesn't
	// Open makes a sink of the text behind the colon. It looks at the text only:
	// its errors are for whoever typed it.
	Open func(place string, tools Tools) (custody.Sink, error)

	claim func(place string) claim // what it writes to; nil is the text itself
}

// Kinds gives every kind of place.
func Kinds() []Kind {
	return []Kind{stdoutKind(), fileKind(), envKind(), keyringKind(), execKind()}
}

// Tools are what the sinks work with.
type Tools struct {
	Stdout      custody.Sink // shows the new key on stdout
	Force       bool         // what is there already is replaced
	Keyring     Keyring
	Environment []string  // of commands, as of [os.Environ]
	Stderr      io.Writer // takes what commands print, line by line, and blacks out secrets; nil is nowhere
	// Terminal says that somebody may be asked at a terminal: commands then share
	// our process group, or else they could ask for nothing there.
	Terminal bool
	// Warn tells what a person may want to change; nil tells nobody.
	Warn func(format string, values ...any)
}

// Keyring keeps secrets by their names. Get fails with [fs.ErrNotExist] where
// there is nothing.
type Keyring interface {
	Check(ctx context.Context) error
	Get(ctx context.Context, name string) (client.Secret, error)
	Set(ctx context.Context, name string, secret client.Secret) error
}

func (t Tools) warn(format string, values ...any) {
	if t.Warn != nil {
		t.Warn(format, values...)
	}
}

func (t Tools) stderr() io.Writer {
	if t.Stderr == nil {
		return io.Discard
	}
	return t.Stderr
}

// longestSecret is above any secret that a console gives out; what is read back
// can't be longer.
const longestSecret = 64 << 10

func usage(format string, values ...any) *client.Error {
	return client.Errorf(client.Usage, format, values...)
}

func failed(format string, values ...any) *client.Error {
	return client.Errorf(client.Failed, format, values...)
}
