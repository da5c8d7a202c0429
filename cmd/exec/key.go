package exec

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
	"keyctl/cmd/cli"
	"keyctl/custody"
	"keyctl/custody/sink"
	"keyctl/internal/aside"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// execWithKept runs a command with a secret from the keyring.
func execWithKept(ctx context.Context, run *cli.Run, name string, lent child) error {
	entry, err := sink.Parse("keyring:"+name, sink.Tools{Keyring: run.Opener().SecretKeyring()})
	if err != nil {
		return err
	}
	secret, err := entry.(custody.Readable).Read(ctx)
	switch {
	case ctx.Err() != nil:
		return interruptedBefore()
	case errors.Is(err, fs.ErrNotExist):
		return errs.Errorf(errs.NotFound, "the keyring has no entry %s", safetext.Quote(name)).
			WithHint("`create --name NAME --to keyring:NAME` makes a key and puts its secret there")
	case err != nil:
		return unkept(err)
	}
	run.Redactor.Register(secret)
	over, err := lent.execute(ctx, secret)
	if err != nil {
		return err
	}
	return exited(over.code)
}

// unkept completes the error of a keyring that gives nothing.
func unkept(err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		return failure.Adding("; the command was not run").
			WithHint("unlock the keyring, or restart its service, and try again; where there is none, --new makes a key for the command")
	}
	return err
}

// execWithNew runs a command with the secret of a new key, which ends with it.
func execWithNew(ctx context.Context, run *cli.Run, o execOptions, lent child) error {
	if o.Name == "" {
		host, _ := os.Hostname()
		o.Name = execName(host)
	}
	draft, err := o.Draft()
	if err != nil {
		return err
	}
	opener := run.Opener()
	acct, err := run.OpenWith(ctx, opener, func(d client.Dialect) error { return d.CheckDraft(draft) })
	if err != nil {
		return err
	}
	defer acct.Close()
	if o.dryRun {
		run.Note("would create %s on %s, run %s, and end the key; nothing was sent", safetext.Quote(draft.Name), acct.Place(), safetext.Quote(lent.words[0]))
		return nil
	}
	lent.sandbox = acct.Profile.Sandbox
	keeping, err := opener.Custody(acct)
	if err != nil {
		return err
	}
	reap(ctx, run, keeping)
	if ctx.Err() != nil {
		return interruptedBefore()
	}
	waiting := cli.WaitsForAnswer(ctx, run, fmt.Sprintf("at most %s", run.Settings.Timeout))
	defer waiting()
	use := make(chan used, 1)
	lending := aside.Go(func() error {
		return keeping.Lend(ctx, custody.Order{
			Draft: draft,
			Prove: func(_ context.Context, created client.Created) error {
				waiting()
				return unlent(cli.Differs(draft, acct.Profile.Options.Workspace, created.Key))
			},
		}, func(created client.Created) error {
			defer acct.Client.Close() // the command may have taken longer than a connection lives
			over, err := lent.execute(ctx, created.Secret)
			use <- used{over, created.Key, err}
			return err
		})
	})
	select {
	case over := <-use:
		return errors.Join(exited(over.code), ending(run, over, lending))
	case result := <-lending:
		err := result.Get()
		select {
		case over := <-use: // both came at once
			return errors.Join(exited(over.code), err)
		default:
			return err
		}
	}
}

// reap ends the keys of commands whose keyctl died.
func reap(ctx context.Context, run *cli.Run, keeping custody.Custody) {
	ctx, stop := context.WithTimeout(ctx, run.Settings.Timeout)
	defer stop()
	ended, failed := keeping.Reap(ctx)
	for _, key := range ended {
		run.Note("ended %s, which an exec before this one left behind", key.Describe())
	}
	if len(failed) > 0 {
		run.Warn("%d of what execs before this one may have left behind could not be ended: %s; `%s` shows it", len(failed), safetext.Printable(failed[0].Error()), run.Command("recover"))
	}
}

// unlent completes the error of a key that is not what was asked for.
func unlent(err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		return failure.Adding("; the command was not run").WithHint("leave out the flag that the console does not follow")
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
