package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"keyctl/emulator/store"
)

func TestListIsEmpty(t *testing.T) {
	t.Parallel()
	e, _ := open(t, Settings{InMemory: true})
	got := get(e.Handler(), "localhost", "/test/", nil)
	if got.Code != http.StatusOK || got.Body.String() != "[]" || got.Header().Get("Content-Type") != "application/json" {
		t.Errorf("got %d %q %v", got.Code, got.Body, got.Header())
	}
}

func TestListAroundTheBatchSize(t *testing.T) {
	t.Parallel()
	for _, number := range []int{1, batchSize - 1, batchSize, batchSize + 1, 2 * batchSize} {
		account := inMemory(t)
		fill(t, account, number)
		if got := len(strings.Fields(names(t, account))); got != number {
			t.Errorf("%d of %d keys listed", got, number)
		}
	}
}

// TestListWhileKeysChange revokes, removes and makes keys between the batches,
// in the reader's own goroutine: a list that held the file would hang.
func TestListWhileKeysChange(t *testing.T) {
	t.Parallel()
	for _, remove := range []bool{false, true} {
		_, account := open(t, Settings{Data: dataFile(t), Now: testNow, Limit: 10000})
		account.rules.RevokeRemoves = remove
		fill(t, account, 5000)
		seen := make(map[string]bool)
		for key, err := range account.Keys(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if seen[key.ID] {
				t.Fatalf("%s is listed twice", key.ID)
			}
			seen[key.ID] = true
			if len(seen)%250 != 1 {
				continue
			}
			number := len(seen) - 1
			create(t, account, draft(fmt.Sprint("new", number)))
			for _, id := range []string{fmt.Sprint("id-", number), fmt.Sprint("id-", 4999-number)} {
				_, _ = account.Revoke(t.Context(), id)
			}
		}
		if want := 5000; remove {
			if len(seen) >= want || len(seen) < want-25 {
				t.Errorf("%d keys listed while some were removed", len(seen))
			}
		} else if len(seen) != want {
			t.Errorf("%d keys listed, want %d", len(seen), want)
		}
	}
}

func TestListStopsWhenTheReaderDoes(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{InMemory: true, Limit: batchSize + 2})
	fill(t, account, batchSize+1)
	for range account.Keys(t.Context()) {
		break
	}
	create(t, account, draft("after"))
}

func TestListBreaksOffMidway(t *testing.T) {
	t.Parallel()
	broken := func(yield func(Key, error) bool) {
		_ = yield(Key{Name: "one"}, nil) && yield(Key{}, store.ErrBusy)
	}
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("got %v, want the connection to be broken off", got)
		}
	}()
	get(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		KeyList{Wire: func(k Key) any { return k }}.Write(w, broken)
	}), "localhost", "/", nil)
}
