package custody

import (
	"cmp"
	"context"
	"slices"

	"keyctl/client"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// EndVerb is the verb that ends a key for good.
func EndVerb(dialect client.Dialect) client.Verb {
	if revoke := dialect.Actions[client.VerbRevoke]; revoke.Undo != "" {
		return client.VerbDelete
	}
	return client.VerbRevoke
}

// End ends a key for good, and makes sure that it happened. A key that has ended
// by itself needs nothing done. That the console neither lists nor knows it counts
// as its end only when mayBeGone says so: it may be too new, or another account's.
func End(ctx context.Context, c *client.Client, key client.Key, mayBeGone bool) (client.Verb, error) {
	verb := EndVerb(c.Dialect())
	if key.Status == "" { // the id alone is known
		found, err := listed(ctx, c, key.ID)
		if err != nil {
			return verb, err
		}
		if now, isListed := found[key.ID]; isListed {
			key = now // with all that shows whether it is the one we are signed in with
		}
	}
	if key.Ended() {
		return verb, nil
	}
	if err := notOwn(c, key); err != nil {
		return verb, err
	}
	results, err := c.Change(ctx, verb, []client.Key{key}, client.Draft{})
	if err == nil {
		err = results[0].Err
	}
	if err != nil && isOver(ctx, c, key, mayBeGone && errs.KindOf(err) == errs.NotFound) {
		err = nil
	}
	return verb, err
}

// isOver looks whether a key that couldn't be ended works no more anyway: its
// time may be over, or it is gone.
func isOver(ctx context.Context, c *client.Client, key client.Key, mayBeGone bool) bool {
	found, err := listed(ctx, c, key.ID)
	if err != nil {
		return false
	}
	now, isListed := found[key.ID]
	return now.Ended() || !isListed && mayBeGone
}

// listed gives those of some keys that the console lists now.
func listed(ctx context.Context, c *client.Client, ids ...string) (map[string]client.Key, error) {
	found := map[string]client.Key{}
	for key, err := range c.List(ctx) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(ids, key.ID) {
			found[key.ID] = key
		}
	}
	return found, nil
}

// notOwn refuses the key that the client is signed in with, whatever a console
// answered.
func notOwn(c *client.Client, key client.Key) error {
	if key.Prefix == "" || !c.IsSelf(key) {
		return nil
	}
	return errs.Errorf(errs.Conflict, "%s is the key that this command is signed in with", safetext.Quote(key.ID)).About(key.ID).
		WithHint("`revoke --self` ends it")
}

// EndOf ends a key and with it the entry that is about it. Of a key that was
// made with another credential, and that this one doesn't see, nothing is known.
func EndOf(ctx context.Context, c *client.Client, entry *journal.Entry, key client.Key) error {
	same := SameAccount(c, entry.State)
	if !same {
		if found, err := listed(ctx, c, key.ID); err != nil || len(found) == 0 {
			return cmp.Or(err, notSeen(key.ID))
		}
	}
	if _, err := End(ctx, c, key, same); err != nil {
		return err
	}
	return entry.Erase()
}

// notSeen refuses to take a key for gone that may be another account's.
func notSeen(id string) error {
	return errs.Errorf(errs.NotFound, "this account does not list the key %s, which was made with another credential", safetext.Quote(id)).About(id).
		WithHint("use the credential of then; or if you know that the key has ended, `recover ID --forget`")
}

// SameAccount reports whether an entry's create was signed with the credential
// that is used now: only then a console that doesn't know the key proves something.
func SameAccount(c *client.Client, state journal.State) bool {
	return state.Origin == c.Origin() && state.Credential == fingerprint(c.Credential())
}
