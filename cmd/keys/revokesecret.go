package keys

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/identify"
	"keyctl/cmd/cli"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// revokeArguments takes keys, or none where a secret says which one is meant.
// Words in addition to a secret may be one as well, and are not repeated.
func revokeArguments(run *cli.Run, given *cli.GivenSecret, c *change) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		if err := given.Check(command); err != nil {
			return err
		}
		switch {
		case !given.Asked():
			return cli.Arguments(1, -1, "revoke takes a KEY or several")(command, words)
		case len(words) > 0:
			for _, word := range words {
				run.Redactor.Register(secrets.New(word))
			}
			return errs.Errorf(errs.Usage, "the secret says which key is meant: there is no KEY beside it").
				WithHint("leave one of them out")
		case c.byID:
			return errs.Errorf(errs.Usage, "--id and a secret contradict each other").
				WithHint("leave --id out, or name the key by its id")
		}
		return nil
	}
}

// ofSecret makes a revoke the end of the key that a secret belongs to.
func ofSecret(run *cli.Run, c *change, stop *stopping, given cli.GivenSecret) {
	var secret secrets.Secret
	c.prepare = func(ctx context.Context, dialect client.Dialect, c *change) (err error) {
		if revoke := dialect.Actions[client.VerbRevoke]; revoke.Undo != "" {
			c.verb, c.done = client.VerbDelete, "deleted"
			stop.verb, stop.done = c.verb, c.done
		}
		if err := c.checkFor(dialect); err != nil {
			return err
		}
		secret, err = readVerifiable(ctx, run, dialect, given)
		return err
	}
	c.find = func(ctx context.Context, acct *account.Account) ([]client.Key, error) {
		key, err := onlyBearer(ctx, run, acct, secret)
		if failure, ok := errors.AsType[*errs.Error](err); ok {
			err = failure.Adding("; nothing was changed")
		}
		return []client.Key{key}, err
	}
	c.ready = func(ctx context.Context, acct *account.Account, keys []client.Key) ([]client.Key, error) {
		if acct.Credential().Secret.Equal(secret) && !stop.self {
			return nil, ownKey(keys[0], stop.done)
		}
		return stop.ready(ctx, run, acct, keys)
	}
	c.after = func(ctx context.Context, acct *account.Account, results []client.Result) {
		if results[0].Err == nil {
			results[0].Err = stillWorks(ctx, run, acct, secret, results[0].Key)
		}
	}
}

// onlyBearer gives the key of a secret that works.
func onlyBearer(ctx context.Context, run *cli.Run, acct *account.Account, secret secrets.Secret) (client.Key, error) {
	verified, err := acct.Verify(ctx, secret)
	if err == nil {
		err = notWorking(verified)
	}
	if err == nil && !verified.Certain {
		err = errs.Errorf(errs.Unreachable, "whether the secret works is not certain enough to end a key: %s", verified.Why).
			WithHint("`identify` finds its key; end it by its id: `revoke --id`")
	}
	if errs.KindOf(err) == errs.CheckFailed {
		if found, listErr := bearers(ctx, acct, secret); listErr == nil {
			err = aboutKey(run, err, acct.Dialect(), onlyTelling(found))
		}
	}
	if err != nil {
		return client.Key{}, err
	}
	found, err := identify.Matches(acct.List(ctx), secret, acct.Dialect().KeyPrefix)
	if err != nil {
		return client.Key{}, err
	}
	return identify.Only(found)
}

// stillWorks is the failure that the secret of an ended key works. The list has
// shown the end already, so that a console that can't be asked changes nothing.
func stillWorks(ctx context.Context, run *cli.Run, acct *account.Account, secret secrets.Secret, key client.Key) error {
	verified, err := acct.VerifyEnded(ctx, secret)
	switch {
	case err != nil:
		run.Warn("the list shows the end of the key, but the secret could not be tried again: %s", err)
	case verified.Verdict == client.Unclear:
		run.Warn("the list shows the end of the key, but whether the secret still works is unclear: %s", verified.Why)
	case verified.Verdict == client.Works:
		return errs.Errorf(errs.UnknownOutcome, "the list shows the end of %s, but the secret still works: %s", key.Describe(), verified.Why).
			About(key.ID).WithHint("try it again with `verify` in a while; it may be the secret of another key")
	}
	return nil
}
