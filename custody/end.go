package custody

import (
	"context"

	"keyctl/client"
	"keyctl/custody/journal"
)

// EndVerb is the verb that ends a key for good.
func EndVerb(dialect client.Dialect) client.Verb {
	if revoke := dialect.Actions[client.VerbRevoke]; revoke.Undo != "" {
		return client.VerbDelete
	}
	return client.VerbRevoke
}

// End ends a key for good, and makes sure that it happened. A key that has ended
// by itself, or is gone, needs nothing done.
func End(ctx context.Context, c *client.Client, key client.Key) (client.Verb, error) {
	verb := EndVerb(c.Dialect())
	results, err := c.Change(ctx, verb, []client.Key{key}, client.Draft{})
	if err == nil {
		err = results[0].Err
	}
	if err != nil && hasEnded(ctx, c, key, client.KindOf(err) == client.NotFound) {
		err = nil
	}
	return verb, err
}

// hasEnded looks whether a key that couldn't be ended works no more anyway: its
// time may be over, and a console that doesn't know it any more doesn't list it.
func hasEnded(ctx context.Context, c *client.Client, key client.Key, unknown bool) bool {
	for listed, err := range c.List(ctx) {
		if err != nil {
			return false
		}
		if listed.ID == key.ID {
			return listed.Status == client.Revoked || listed.Status == client.Expired
		}
	}
	return unknown
}

// EndOf ends a key and with it the entry that is about it.
func EndOf(ctx context.Context, c *client.Client, entry *journal.Entry, key client.Key) error {
	if _, err := End(ctx, c, key); err != nil {
		return err
	}
	return entry.Erase()
}
