package cmd

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"keyctl/client"
)

// revokeArguments takes keys, or none where a secret says which one is meant.
// Words beside a secret may be one, too, and are not repeated.
func (a *app) revokeArguments(given *givenSecret, c *change) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		if err := given.check(command); err != nil {
			return err
		}
		switch {
		case !given.asked():
			return arguments(1, -1, "revoke takes a KEY or several")(command, words)
		case len(words) > 0:
			for _, word := range words {
				a.redactor.Register(client.NewSecret(word))
			}
			return client.Errorf(client.Usage, "the secret says which key is meant: there is no KEY beside it").
				WithHint("leave one of them out")
		case c.byID:
			return client.Errorf(client.Usage, "--id and a secret contradict each other").
				WithHint("leave --id out, or name the key by its id")
		}
		return nil
	}
}

// ofSecret makes a revoke the end of the key that a secret belongs to.
func (a *app) ofSecret(c *change, stop *stop, given givenSecret) {
	var secret client.Secret
	c.prepare = func(ctx context.Context, dialect client.Dialect, c *change) (err error) {
		if revoke := dialect.Actions[client.VerbRevoke]; revoke.Undo != "" {
			c.verb, c.done = client.VerbDelete, "deleted"
			stop.verb, stop.done = c.verb, c.done
		}
		if err := c.checkFor(dialect); err != nil {
			return err
		}
		secret, err = a.readVerifiable(ctx, dialect, given)
		return err
	}
	c.find = func(ctx context.Context, s *session) ([]client.Key, error) {
		key, err := a.onlyBearer(ctx, s, secret)
		if failure, ok := errors.AsType[*client.Error](err); ok {
			failure.What += "; nothing was changed"
		}
		return []client.Key{key}, err
	}
	c.ready = func(ctx context.Context, s *session, keys []client.Key) ([]client.Key, error) {
		if s.Credential().Secret.Equal(secret) && !stop.self {
			return nil, ownKey(keys[0], stop.done)
		}
		return a.readyToStop(ctx, s, keys, *stop)
	}
	c.after = func(ctx context.Context, s *session, results []client.Result) {
		if results[0].Err == nil {
			results[0].Err = a.stillWorks(ctx, s, secret, results[0].Key)
		}
	}
}

// onlyBearer gives the key of a secret that works.
func (a *app) onlyBearer(ctx context.Context, s *session, secret client.Secret) (client.Key, error) {
	verified, err := s.Verify(ctx, secret)
	if err == nil {
		err = notWorking(verified)
	}
	if err == nil && !verified.Certain {
		err = client.Errorf(client.Unreachable, "whether the secret works is not certain enough to end a key: %s", verified.Why).
			WithHint("`identify` finds its key; end it by its id: `revoke --id`")
	}
	if client.KindOf(err) == client.CheckFailed {
		if found, listErr := bearers(ctx, s, secret); listErr == nil {
			err = a.aboutKey(err, s.Dialect(), onlyTelling(found))
		}
	}
	if err != nil {
		return client.Key{}, err
	}
	found, err := client.Bearers(s.List(ctx), secret, s.Dialect().KeyPrefix)
	if err != nil {
		return client.Key{}, err
	}
	return client.OnlyBearer(found)
}

// stillWorks is the failure that the secret of an ended key works. The list has
// shown the end already, so that a console that can't be asked changes nothing.
func (a *app) stillWorks(ctx context.Context, s *session, secret client.Secret, key client.Key) error {
	verified, err := s.VerifyEnded(ctx, secret)
	switch {
	case err != nil:
		a.warn("the list shows the end of the key, but the secret could not be tried again: %s", err)
	case verified.Verdict == client.Unclear:
		a.warn("the list shows the end of the key, but whether the secret still works is unclear: %s", verified.Why)
	case verified.Verdict == client.Works:
		failure := client.Errorf(client.UnknownOutcome, "the list shows the end of %s, but the secret still works: %s", describe(key), verified.Why)
		failure.KeyID = key.ID
		return failure.WithHint("try it again with `verify` in a while; it may be the secret of another key")
	}
	return nil
}
