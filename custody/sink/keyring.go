package sink

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

func keyringKind() Kind {
	return Kind{
		Name:  "keyring",
		Place: "NAME",
		What:  "an entry of the operating system's keyring, filed under keyctl-keys",
		Needs: "a keyring that is unlocked, and no such entry unless it may be replaced",
		Can:   "is read back",
		Open: func(place string, tools Tools) (custody.Sink, error) {
			if err := checkEntry(place); err != nil {
				return nil, err
			}
			if tools.Keyring == nil {
				return nil, usage("there is no keyring here").WithHint("choose another place")
			}
			return entry{name: place, keyring: tools.Keyring, force: tools.Force}, nil
		},
	}
}

// longestEntry is what every keyring takes as a name.
const longestEntry = 255

func checkEntry(name string) error {
	switch {
	case name == "":
		return usage("keyring has no name").WithHint("name the entry, like keyring:deploy")
	case len(name) > longestEntry:
		return usage("the name of keyring is too long").WithHint("use at most %d bytes", longestEntry)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, safetext.Hostile):
		return usage("the name of keyring holds a control or invisible character").WithHint("use letters, digits, spaces and punctuation")
	case strings.TrimSpace(name) != name:
		return usage("the name of keyring begins or ends with a space").WithHint("leave out the outer spaces")
	}
	return nil
}

// entry is one entry of the keyring.
type entry struct {
	name    string
	keyring Keyring
	force   bool
}

func (e entry) Name() string { return "keyring:" + e.name }

func (e entry) Ready(ctx context.Context) error {
	if err := e.keyring.Check(ctx); err != nil {
		return e.unusable(err)
	}
	_, err := e.keyring.Get(ctx, e.name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err != nil && e.force && ctx.Err() == nil:
		return nil // what can't be read is replaced, too
	case err != nil:
		return e.unusable(err)
	case !e.force:
		return existsError(e.Name())
	}
	return nil
}

func (e entry) Put(ctx context.Context, created client.Created) error {
	return e.unusable(e.keyring.Set(ctx, e.name, created.Secret))
}

func (e entry) Read(ctx context.Context) (secrets.Secret, error) {
	secret, err := e.keyring.Get(ctx, e.name)
	return secret, e.unusable(err)
}

// unusable reports what a keyring said. Its own hints are about signing in.
func (e entry) unusable(err error) error {
	if err == nil {
		return nil
	}
	failure := failed("%s: %w", safetext.Printable(e.Name()), err)
	return failure.WithHint("unlock it, or restart its service, and try again; where there is none, choose another place, like file:PATH")
}
