package emulator

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"keyctl/emulator/store"

	"github.com/google/go-cmp/cmp"
)

func TestQuota(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	given := draft("key")
	given.Owner, given.Workspace, given.Quota = "me", "7", &Quota{Limit: 100, Used: 30}
	made := create(t, account, given)
	given.Quota.Limit = 5
	want := Key{ID: "id-key", Name: "key", Prefix: "sec", Created: testNow(), Owner: "me", Workspace: "7", Quota: &Quota{Limit: 100, Used: 30}}
	found, err := account.Find(t.Context(), "id-key")
	for what, got := range map[string]Key{"made": made, "found": found} {
		if difference := cmp.Diff(want, got); err != nil || difference != "" {
			t.Error(what, err, difference)
		}
	}
	for _, quota := range []Quota{{Limit: 50, Used: 7}, {Unlimited: true}, {}} {
		changed, err := account.Change(t.Context(), "id-key", Change{Quota: &quota})
		want.Quota = &Quota{Unlimited: quota.Unlimited, Limit: quota.Limit, Used: 30}
		if difference := cmp.Diff(want, changed); err != nil || difference != "" {
			t.Error(quota, err, difference)
		}
	}
	create(t, account, draft("without"))
	changed, err := account.Change(t.Context(), "id-without", Change{Quota: &Quota{Limit: 9, Used: 9}})
	if difference := cmp.Diff(&Quota{Limit: 9}, changed.Quota); err != nil || difference != "" {
		t.Error(err, difference)
	}
	name := "x"
	if changed, err = account.Change(t.Context(), "id-without", Change{Name: &name}); err != nil || changed.Quota == nil {
		t.Errorf("another change takes the quota away: %v, %v", changed, err)
	}
}

// TestOldRecords reads what was written before keys had owners and quotas.
func TestOldRecords(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	create(t, account, draft("key"))
	err := account.update(t.Context(), func(s shelf, _ time.Time) error {
		old := `{"id":"id-key","name":"old","prefix":"sec","scope":{"words":["all"]},"created":"2026-04-03T10:00:00Z","secret_sha256":"AAAA"}`
		sequence, _, err := s.byID("id-key")
		return errors.Join(err, s.keys.Put(sequence, []byte(old)))
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := account.Find(t.Context(), "id-key")
	want := Key{ID: "id-key", Name: "old", Prefix: "sec", Scope: Scope{Words: []string{"all"}}, Created: testNow()}
	if difference := cmp.Diff(want, got); err != nil || difference != "" {
		t.Error(err, difference)
	}
}

func TestKeysWhere(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{Data: dataFile(t), Limit: 10000})
	fill(t, account, 2*batchSize+1)
	var got []string
	for key, err := range account.KeysWhere(t.Context(), func(k Key) bool {
		if k.Name == fmt.Sprint(batchSize) {
			// The file is free meanwhile.
			create(t, account, draft("7-new"))
		}
		return strings.HasSuffix(k.Name, "499") || k.Name == fmt.Sprint(2*batchSize) || k.Name == "7-new"
	}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, key.Name)
	}
	if want := []string{"499", "1000"}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for key, err := range account.KeysWhere(t.Context(), func(Key) bool { return false }) {
		t.Errorf("got %v, %v", key, err)
	}
	for range account.KeysWhere(t.Context(), func(k Key) bool { return k.Name != "0" }) {
		break
	}
}

func TestKeysWhereFails(t *testing.T) {
	t.Parallel()
	e, account := open(t, Settings{Data: dataFile(t), Faults: []Fault{{Status: 500, Verb: VerbList, Times: 1}}})
	failure := func() (got error) {
		for _, err := range account.KeysWhere(context.Background(), func(Key) bool { return false }) {
			got = err
		}
		return got
	}
	if err := failure(); err == nil || err.Error() != (&Failure{}).Error() {
		t.Errorf("got %v, want the fault", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := failure(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("got %v, want %v", err, store.ErrClosed)
	}
}
