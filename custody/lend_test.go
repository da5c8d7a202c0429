package custody_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/internal/errs"
)

// entries gives the texts of the files of a journal.
func entries(t *testing.T, folder string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(folder, "*.entry"))
	var texts []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

func TestAKeyIsLentAndEnds(t *testing.T) {
	t.Parallel()
	for _, fails := range []error{nil, errors.New("the command failed")} {
		r := newRig(t, "huddle01")
		during := 0
		err := r.Lend(t.Context(), order(), func(client.Created) error {
			during = len(r.keys())
			return fails
		})
		if !errors.Is(err, fails) || during != 1 || len(r.keys()) != 0 || len(r.pending()) != 0 || r.posts() != 1 {
			t.Errorf("got %v, %d keys meanwhile, %v afterwards", err, during, r.keys())
		}
	}
}

// Without the id that the console answered nobody could end the key.
func TestAKeyThatCannotBeEndedIsNotLent(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	r.meet(http.MethodPost, after(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"data":{"name":"deploy","secret":"mk_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"}}`))
	}))
	err := r.Lend(t.Context(), order(), func(client.Created) error { t.Error("used"); return nil })
	if errs.KindOf(err) != errs.UnknownOutcome || len(r.pending()) != 1 || r.posts() != 1 {
		t.Errorf("got %v, pending %v", err, r.pending())
	}
}

func TestAKeyThatCouldNotBeEndedIsReapedLater(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	r.meet(http.MethodDelete, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusForbidden) })
	err := r.Lend(t.Context(), order(), func(client.Created) error { return nil })
	failure, _ := errors.AsType[*errs.Error](err)
	if failure == nil || !strings.Contains(failure.What, "could not be ended") || len(r.pending()) != 1 {
		t.Fatalf("got %v, pending %v", err, r.pending())
	}
	other := r.Custody
	other.Account.Profile = "another"
	if ended, failed := other.Reap(t.Context()); len(failed) > 0 || len(ended) != 0 {
		t.Errorf("another account's key was ended: %v, %v", ended, failed)
	}
	if count, err := r.Reap(t.Context()); len(err) != 1 || len(count) != 0 || len(r.pending()) != 1 {
		t.Errorf("got %v, %v", count, err)
	}
	r.meet("", nil)
	if count, err := r.Reap(t.Context()); len(err) > 0 || len(count) != 1 || len(r.pending()) != 0 || len(r.keys()) != 0 {
		t.Errorf("got %v, %v, keys %v", count, err, r.keys())
	}
}

// What a create for sinks left behind, or one without a receipt, is a person's
// to decide.
func TestOnlyLentKeysWithAReceiptAreReaped(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	_, _ = r.Create(t.Context(), order(&place{name: "a", refuses: errors.New("gone")}))
	r.meet(http.MethodPost, after(abort))
	_ = r.Lend(t.Context(), order(), func(client.Created) error { t.Error("used"); return nil })
	if count, err := r.Reap(t.Context()); len(err) > 0 || len(count) != 0 || len(r.pending()) != 2 || len(r.keys()) != 2 {
		t.Errorf("got %v, %v, pending %v, keys %v", count, err, r.pending(), r.keys())
	}
}

func TestRecoveryDeliversWhatWasKept(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	created, _ := r.Create(t.Context(), order(&place{name: "a", refuses: errors.New("gone")}))
	entry, err := r.Journal.Take(created.Key.ID)
	if err != nil {
		t.Fatal(err)
	}
	recovery := custody.Recovery{Entry: entry, Dialect: r.Client.Dialect(), Identity: r.identify, Register: r.Register}
	answer, err := recovery.Answer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := recovery.Created(answer)
	if err != nil || !strings.Contains(r.raw[0].Reveal(), again.Secret.Reveal()) || again.Key.ID != created.Key.ID {
		t.Fatalf("got %+v, %v", again, err)
	}
	if err := recovery.Deliver(t.Context(), again, []custody.Sink{&place{name: "b", refuses: errors.New("gone, too")}}); err == nil || !strings.Contains(err.Error(), "still in the journal") {
		t.Errorf("got %v", err)
	}
	sink := &place{name: "b"}
	if err := recovery.Deliver(t.Context(), again, []custody.Sink{sink}); err != nil || !sink.got.Equal(again.Secret) || len(r.pending()) != 0 {
		t.Errorf("got %v", err)
	}
}
