package custody_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/internal/errs"
)

// An identity that is gone opens nothing: the secret is not said to be safe.
func TestWhatNobodyCanOpenIsNotCalledSafe(t *testing.T) {
	t.Parallel()
	k := identity.Keeper{Folder: t.TempDir(), Choice: identity.Local}
	recipient, err := k.Recipient(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		check error
		safe  bool
	}{
		"opens":       {nil, true},
		"locked":      {errs.Errorf(errs.Denied, "the keyring is locked"), true},
		"gone":        {lost(t, k, recipient), false},
		"no identity": {lost(t, identity.Keeper{Folder: t.TempDir()}, recipient), false},
	} {
		r := newRig(t, "huddle01")
		r.Check = func(context.Context, identity.Recipient) error { return test.check }
		_, err := r.Create(t.Context(), order(&place{name: "a", refuses: errors.New("full")}))
		if err == nil || strings.Contains(err.Error(), "safe in the journal") != test.safe || (len(r.keys()) == 1) != test.safe || (len(r.pending()) == 1) != test.safe {
			t.Errorf("%s: got %v, keys %v", name, err, r.keys())
		}
	}
}

// lost is how an identity that isn't there is reported.
func lost(t *testing.T, k identity.Keeper, r identity.Recipient) error {
	t.Helper()
	k.Folder = t.TempDir()
	_, err := k.Check(t.Context(), r)
	if !identity.Lost(err) {
		t.Fatalf("got %v", err)
	}
	return err
}

// A key whose time is over while its command runs has ended.
func TestALentKeyThatExpiresHasEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t, "remotegpu")
	o := custody.Order{Draft: client.Draft{Name: "deploy", Scopes: []client.Scope{"all"}, Expiry: client.Expiry{At: time.Now().Add(1100 * time.Millisecond)}}}
	err := r.Lend(t.Context(), o, func(client.Created) error {
		for len(r.keys()) > 0 && t.Context().Err() == nil { // until it doesn't work any more
			<-time.After(20 * time.Millisecond)
		}
		return nil
	})
	if err != nil || len(r.pending()) != 0 {
		t.Errorf("got %v, pending %v", err, r.pending())
	}
}

// A console answers for the account that asks: what it doesn't know may be
// another's, and work.
func TestAnUnknownKeyOfAnotherCredentialStaysPending(t *testing.T) {
	t.Parallel()
	for _, console := range []string{"huddle01", "remotegpu"} {
		r := newRig(t, console)
		r.meet(http.MethodPost, func(w http.ResponseWriter, q *http.Request, effect http.Handler) {
			if strings.HasSuffix(q.URL.Path, "/api-keys") {
				effect.ServeHTTP(w, q)
				return
			}
			w.WriteHeader(http.StatusForbidden)
		})
		o := order()
		if console == "remotegpu" {
			o.Draft.Scopes = []client.Scope{"all"}
		} else {
			r.meet(http.MethodDelete, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusForbidden) })
		}
		if err := r.Lend(t.Context(), o, func(client.Created) error { return nil }); err == nil {
			t.Fatalf("%s: it ended", console)
		}
		other := newRig(t, console) // another account on the same origin, which doesn't have the key
		other.Journal = r.Journal
		if ended, failed := other.Reap(t.Context()); len(ended) != 0 || len(failed) != 1 || len(r.pending()) != 1 {
			t.Errorf("%s: ended %v, failed %v, pending %v", console, ended, failed, r.pending())
		}
		entry, err := r.Journal.Take(r.pending()[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := custody.EndOf(t.Context(), other.Client, entry, client.Key{ID: entry.Key}); err == nil {
			t.Errorf("%s: another account's key has ended", console)
		}
		entry.Close()
		if len(r.keys()) != 1 || len(r.pending()) != 1 {
			t.Errorf("%s: keys %v, pending %v", console, r.keys(), r.pending())
		}
	}
}

// Many keys are ended with as many requests, and a list before and after.
func TestReapingTakesTwoLists(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	deny := func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusForbidden) }
	r.meet(http.MethodDelete, deny)
	const count = 12
	for range count {
		_ = r.Lend(t.Context(), order(), func(client.Created) error { return nil })
	}
	r.meet("", nil)
	r.mutex.Lock()
	r.sent = nil
	r.mutex.Unlock()
	ended, failed := r.Reap(t.Context())
	if len(ended) != count || len(failed) > 0 || len(r.sent) != count+2 || len(r.pending()) != 0 {
		t.Errorf("ended %d, failed %v, sent %v", len(ended), failed, r.sent)
	}
}
