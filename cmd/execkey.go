package cmd

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/custody/sink"
	"keyctl/internal/aside"
)

// execWithKept runs a command with a secret from the keyring.
func (a *app) execWithKept(ctx context.Context, name string, lent child) error {
	entry, err := sink.Parse("keyring:"+name, sink.Tools{Keyring: a.secretKeyring()})
	if err != nil {
		return err
	}
	secret, err := entry.(custody.Readable).Read(ctx)
	switch {
	case ctx.Err() != nil:
		return interruptedBefore()
	case errors.Is(err, fs.ErrNotExist):
		return client.Errorf(client.NotFound, "the keyring has no entry %s", client.Quote(name)).
			WithHint("`create --name NAME --to keyring:NAME` makes a key and puts its secret there")
	case err != nil:
		return unkept(err)
	}
	a.redactor.Register(secret)
	_, err = lent.run(ctx, secret)
	return err
}

// unkept completes the error of a keyring that gives nothing.
func unkept(err error) error {
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.What += "; the command was not run"
		failure.Hint = "unlock the keyring, or restart its service, and try again; where there is none, --new makes a key for the command"
	}
	return err
}

// execWithNew runs a command with the secret of a new key, which ends with it.
func (a *app) execWithNew(ctx context.Context, o execOptions, lent child) error {
	if o.name == "" {
		host, _ := os.Hostname()
		o.name = execName(host)
	}
	draft, err := o.draft()
	if err != nil {
		return err
	}
	s, err := a.open(ctx, func(d client.Dialect) error { return d.CheckDraft(draft) })
	if err != nil {
		return err
	}
	defer s.close()
	if o.dryRun {
		a.note("would create %s on %s, run %s, and end the key; nothing was sent", client.Quote(draft.Name), a.place(s), client.Quote(lent.words[0]))
		return nil
	}
	keeping, err := a.custody(s)
	if err != nil {
		return err
	}
	a.reap(ctx, keeping)
	if ctx.Err() != nil {
		return interruptedBefore()
	}
	waiting := a.waitsForAnswer(ctx, fmt.Sprintf("at most %s", a.settings.Timeout))
	defer waiting()
	use := make(chan used, 1)
	lending := aside.Go(func() error {
		return keeping.Lend(ctx, custody.Order{
			Draft: draft,
			Prove: func(_ context.Context, created client.Created) error {
				waiting()
				return unlent(differs(draft, a.profile.Options.Workspace, created.Key))
			},
		}, func(created client.Created) error {
			defer s.Close() // the command may have taken longer than a connection lives
			signals, err := lent.run(ctx, created.Secret)
			use <- used{created.Key, signals, err}
			return err
		})
	})
	select {
	case over := <-use:
		return a.ending(over, lending)
	case result := <-lending:
		return result.Get()
	}
}

// reap ends the keys of commands whose keyctl died.
func (a *app) reap(ctx context.Context, keeping custody.Custody) {
	ctx, stop := context.WithTimeout(ctx, a.settings.Timeout)
	defer stop()
	ended, failed := keeping.Reap(ctx)
	for _, key := range ended {
		a.note("ended %s, which an exec before this one left behind", describe(key))
	}
	if len(failed) > 0 {
		a.warn("%d of what execs before this one may have left behind could not be ended: %s; `%s` shows it", len(failed), client.Printable(failed[0].Error()), a.command("recover"))
	}
}

// unlent completes the error of a key that is not what was asked for.
func unlent(err error) error {
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.What += "; the command was not run"
		failure.Hint = "leave out the flag that the console does not follow"
	}
	return err
}

// longestHost is how much of a machine's name fits into the name of a key on
// every console.
const longestHost = 20

// execName makes a name that tells where a key is used, and that no other has.
func execName(host string) string {
	host, _, _ = strings.Cut(strings.ToLower(host), ".")
	host = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, host)
	random := make([]byte, 4)
	_, _ = rand.Read(random) // it never fails
	name := "exec-"
	if host = strings.Trim(host[:min(len(host), longestHost)], "-"); host != "" {
		name += host + "-"
	}
	return name + hex.EncodeToString(random)
}
