package cmd

import (
	"context"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/custody/journal"
)

// revokeEntry ends the key of an entry.
func (a *app) revokeEntry(ctx context.Context, entry *journal.Entry, o recoverOptions) error {
	if !o.yes {
		if err := a.mayAsk("recover --revoke"); err != nil {
			return err
		}
	}
	s, err := a.enterFor(ctx, entry)
	if err != nil {
		return err
	}
	defer s.close()
	key, gone, err := a.keyOf(ctx, s, entry, o.key)
	if err != nil {
		return err
	}
	if gone {
		a.note("the key %s is gone already", client.Quote(key.ID))
		return entry.Erase()
	}
	if s.IsSelf(key) && key.Prefix != "" {
		return ownKey(key, "revoked")
	}
	if !o.yes {
		if err := a.ask(ctx, question(a, s, custody.EndVerb(s.Dialect()), []client.Key{key})); err != nil {
			return err
		}
	}
	if err := custody.EndOf(ctx, s.Client, entry, key); err != nil {
		return err
	}
	a.note("ended %s", describe(key))
	return nil
}

// keyOf finds the key that an entry is about: the one with the receipt, or the
// one that a person names among those that may be it.
func (a *app) keyOf(ctx context.Context, s *session, entry *journal.Entry, named string) (key client.Key, gone bool, err error) {
	id := entry.Key
	if id == "" && entry.Sealed() && named == "" { // it died before it noted what it was answered
		recovery, err := a.recovery(entry)
		if err != nil {
			return key, false, err
		}
		raw, err := recovery.Answer(ctx)
		if err != nil {
			return key, false, err
		}
		created, _ := recovery.Dialect.Understand(raw)
		if id = created.Key.ID; id != "" {
			if err := entry.Receive(id); err != nil {
				return key, false, err
			}
		}
	}
	switch {
	case id != "" && named != "" && id != named:
		return key, false, client.Errorf(client.Conflict, "the console answered the id %s to this create, not %s", client.Quote(id), client.Quote(named)).
			WithHint("leave --key-id out")
	case id == "" && named == "":
		return key, false, client.Errorf(client.UnknownOutcome, "whether a key was made is unknown; nothing was revoked").
			WithHint("`recover %s` shows which keys it may be; `--key-id` names yours", entry.ID)
	case id == "":
		key, err := a.candidate(ctx, s, entry, named)
		return key, false, err
	}
	for listed, err := range s.List(ctx) {
		if err != nil {
			return key, false, err
		}
		if listed.ID == id {
			return listed, false, nil
		}
	}
	return client.Key{ID: id, Name: entry.Name}, true, nil
}

// candidate gives the key with an id among those that may be the entry's.
func (a *app) candidate(ctx context.Context, s *session, entry *journal.Entry, id string) (client.Key, error) {
	found, err := s.LookFor(ctx, soughtBy(entry))
	if err != nil {
		return client.Key{}, err
	}
	for _, key := range found {
		if key.ID == id {
			return key, nil
		}
	}
	return client.Key{}, client.Errorf(client.NotFound, "%s is no key that this create may have made", client.Quote(id)).
		WithHint("`recover %s` shows which it may be", entry.ID)
}
