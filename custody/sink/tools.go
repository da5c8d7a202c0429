package sink

import (
	"context"
	"io"

	"keyctl/custody"
	"keyctl/internal/secrets"
)

// Tools are what the sinks work with. Each sink uses those that its kind needs.
type Tools struct {
	Stdout      custody.Sink // shows the new key on stdout
	Force       bool         // replaces what is there already
	Keyring     Keyring
	Environment []string  // of commands, as [os.Environ] gives it
	Stderr      io.Writer // takes what commands print, line by line, and blacks out secrets; nil drops it
	// Terminal says that somebody may be asked at a terminal: commands then share
	// our process group, or else they could ask for nothing there.
	Terminal bool
	// Warn reports what a person may want to change; nil reports nothing.
	Warn func(format string, values ...any)
}

// Keyring keeps secrets under names. Get fails with [fs.ErrNotExist] where
// there is nothing.
type Keyring interface {
	Check(ctx context.Context) error
	Get(ctx context.Context, name string) (secrets.Secret, error)
	Set(ctx context.Context, name string, secret secrets.Secret) error
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
