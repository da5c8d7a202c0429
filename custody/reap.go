package custody

import (
	"context"

	"keyctl/client"
	"keyctl/custody/journal"
)

// mostReaped bounds how many keys are ended at once; the next time goes on.
const mostReaped = 100

// Reap ends the keys that were lent to commands whose keyctl died, and gives
// them, and what went wrong with others. It looks at those of this account only,
// and only at those that have a receipt. They are ended together: one list
// confirms all of them.
func (c Custody) Reap(ctx context.Context) (ended []client.Key, failed []error) {
	pending, err := c.Journal.Pending()
	if err != nil {
		return nil, []error{err}
	}
	entries, keys := c.abandoned(pending)
	defer func() {
		for _, entry := range entries {
			entry.Close()
		}
	}()
	if len(keys) == 0 {
		return nil, nil
	}
	found, err := listed(ctx, c.Client, ids(keys)...)
	if err != nil {
		return nil, []error{err}
	}
	failures := c.endListed(ctx, keys, found)
	for i, key := range keys {
		if _, isListed := found[key.ID]; !isListed {
			err = EndOf(ctx, c.Client, entries[i], key)
		} else if err = failures[key.ID]; err == nil {
			err = entries[i].Erase()
		}
		if err != nil {
			failed = append(failed, err)
			continue
		}
		ended = append(ended, key)
	}
	return ended, failed
}

// endListed ends the keys that are listed and still work, and gives what went
// wrong, by their ids.
func (c Custody) endListed(ctx context.Context, keys []client.Key, found map[string]client.Key) map[string]error {
	failures := map[string]error{}
	var working []client.Key
	for _, key := range keys {
		now, isListed := found[key.ID]
		if !isListed || now.Ended() {
			continue
		}
		if failures[key.ID] = notOwn(c.Client, now); failures[key.ID] == nil {
			working = append(working, now)
		}
	}
	if len(working) == 0 {
		return failures
	}
	results, err := c.Client.Change(ctx, EndVerb(c.Client.Dialect()), working, client.Draft{})
	for i, key := range working {
		failures[key.ID] = err
		if err == nil {
			failures[key.ID] = results[i].Err
		}
	}
	return failures
}

func ids(keys []client.Key) []string {
	var ids []string
	for _, key := range keys {
		ids = append(ids, key.ID)
	}
	return ids
}

// abandoned holds the entries of keys that nobody ends any more.
func (c Custody) abandoned(pending []journal.Found) (entries []*journal.Entry, keys []client.Key) {
	for _, found := range pending {
		usable := found.Trouble == nil && found.Purpose == journal.ForCommand && client.CheckID(found.Key) == nil
		if !usable || !c.owns(found.State) || len(keys) == mostReaped {
			continue
		}
		entry, err := c.Journal.Take(found.ID)
		if err != nil {
			continue // somebody else is at it
		}
		entries, keys = append(entries, entry), append(keys, client.Key{ID: entry.Key, Name: entry.Name})
	}
	return entries, keys
}

// owns reports whether an entry is about this account.
func (c Custody) owns(state journal.State) bool {
	return state.Profile == c.Account.Profile && state.Console == c.Account.Console &&
		state.Workspace == c.Account.Workspace && state.Origin == c.Client.Origin()
}
