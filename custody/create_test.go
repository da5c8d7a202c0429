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

func TestASecretArrivesAndNothingIsPending(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	first, second := &place{name: "a"}, &place{name: "b"}
	created, err := r.Create(t.Context(), order(first, second))
	if err != nil || created.Key.ID == "" || !first.got.Equal(created.Secret) || !second.got.Equal(created.Secret) || created.Secret.IsZero() {
		t.Errorf("got %+v, %v", created, err)
	}
	if len(r.pending()) != 0 || r.posts() != 1 || len(r.keys()) != 1 || len(r.raw) != 1 || len(r.said) != 0 {
		t.Errorf("pending %v, %d posts, said %v", r.pending(), r.posts(), r.said)
	}
}

// When the create is sent the intent is written, and when a sink is asked the
// answer is sealed.
func TestTheOrderHolds(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	j := r.Journal
	seen := ""
	r.meet(http.MethodPost, func(w http.ResponseWriter, q *http.Request, effect http.Handler) {
		if sent := entries(t, j.Folder); len(sent) == 1 && strings.Contains(sent[0], `"name":"deploy"`) {
			seen += "intent "
		}
		effect.ServeHTTP(w, q)
	})
	sink := &place{name: "a", before: func() {
		if all := entries(t, j.Folder); len(all) == 1 && strings.Contains(all[0], `{"sealed":`) && strings.Contains(all[0], `{"key":`) {
			seen += "sealed "
		}
	}}
	o := order(sink)
	o.Prove = func(_ context.Context, created client.Created) error {
		if sink.put == 0 && !created.Secret.IsZero() {
			seen += "proved "
		}
		return nil
	}
	if _, err := r.Create(t.Context(), o); err != nil || seen != "intent proved sealed " {
		t.Errorf("got %q, %v", seen, err)
	}
}

func TestWhatIsNotReadySendsNothing(t *testing.T) {
	t.Parallel()
	no := errs.Errorf(errs.Failed, "no room")
	for name, spoil := range map[string]func(*rig, *custody.Order){
		"the second sink": func(_ *rig, o *custody.Order) { o.Sinks = append(o.Sinks, &place{name: "b", unready: no}) },
		"the recipient": func(r *rig, _ *custody.Order) {
			r.Recipient = func(context.Context) (identity.Recipient, error) { return identity.Recipient{}, no }
		},
		"the journal": func(r *rig, _ *custody.Order) { r.Journal.Folder = "/dev/null/journal" },
	} {
		r := newRig(t, "huddle01")
		o := order(&place{name: "a"})
		spoil(r, &o)
		_, err := r.Create(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "nothing was created") || r.posts() != 0 {
			t.Errorf("%s: got %v, %d posts", name, err, r.posts())
		}
	}
}

func TestASinkThatFailsLeavesTheSecretInTheJournal(t *testing.T) {
	t.Parallel()
	full := errs.Errorf(errs.Failed, "no space left on device")
	for name, last := range map[string]custody.Sink{
		"refuses":         &place{name: "c", refuses: full},
		"gives another":   forgetful{&place{name: "c"}},
		"was not written": dated{&place{name: "c"}, time.Now().Add(-time.Hour)},
	} {
		r := newRig(t, "huddle01")
		good, never := &place{name: "a"}, &place{name: "d"}
		created, err := r.Create(t.Context(), order(good, last, never))
		failure, _ := errors.AsType[*errs.Error](err)
		if failure == nil || failure.Kind != errs.Failed || failure.KeyID != created.Key.ID || never.put != 0 {
			t.Fatalf("%s: got %+v", name, failure)
		}
		for _, want := range []string{created.Key.ID, "did not arrive at c", "it did at a", "safe in the journal"} {
			if !strings.Contains(failure.What, want) {
				t.Errorf("%s: %q is missing in %s", name, want, failure.What)
			}
		}
		found := r.pending()
		if len(found) != 1 || found[0].Key != created.Key.ID || !strings.Contains(failure.Hint, "keyctl recover "+found[0].ID+" --to") || found[0].Delivered[0] != "a" {
			t.Fatalf("%s: pending are %+v; the hint is %s", name, found, failure.Hint)
		}
		raw, err := found[0].Open(r.identity)
		if err != nil || !strings.Contains(raw.Reveal(), good.got.Reveal()) || !created.Secret.IsZero() {
			t.Errorf("%s: the secret is lost, or given as if it had arrived: %v", name, err)
		}
	}
}

func TestADatedSinkThatWasWrittenIsBelieved(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	if _, err := r.Create(t.Context(), order(dated{&place{name: "a"}, time.Now().Add(-time.Minute)})); err != nil || len(r.pending()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestAKeyThatIsNotProvedReachesNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	sink := &place{name: "a"}
	o := order(sink)
	o.Prove = func(context.Context, client.Created) error {
		return errs.Errorf(errs.CheckFailed, "the console refuses it")
	}
	_, err := r.Create(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "was not proved to work: the console refuses it") || sink.put != 0 || len(r.pending()) != 1 {
		t.Errorf("got %v, %d pending", err, len(r.pending()))
	}
}

// Without a place for secrets a key whose secret did not arrive is of use to
// nobody.
func TestWithoutAPlaceForSecretsAFailedDeliveryEndsTheKey(t *testing.T) {
	t.Parallel()
	for _, console := range []string{"huddle01", "hostupcloud", "drun"} {
		r := newRig(t, console)
		r.keepNothing()
		o := order(&place{name: "a", refuses: errors.New("gone")})
		if console == "hostupcloud" {
			o.Draft.Scopes = []client.Scope{"read"}
		}
		_, err := r.Create(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "so the key was ended again") || len(r.pending()) != 0 {
			t.Errorf("%s: got %v, pending %v", console, err, r.pending())
		}
		if left := r.keys(); len(left) != 0 {
			t.Errorf("%s: left %v", console, left)
		}
	}
}

func TestAKeyThatCannotBeEndedStaysPending(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	r.keepNothing()
	sink := &place{name: "a", refuses: errors.New("gone")}
	sink.before = func() {
		r.meet(http.MethodDelete, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusForbidden) })
	}
	_, err := r.Create(t.Context(), order(sink))
	failure, _ := errors.AsType[*errs.Error](err)
	found := r.pending()
	if failure == nil || !strings.Contains(failure.What, "the key could not be ended") || len(found) != 1 || found[0].Key == "" || len(r.keys()) != 1 {
		t.Fatalf("got %v, pending %v", err, found)
	}
	if !strings.Contains(failure.Hint, "recover "+found[0].ID+" --revoke") {
		t.Errorf("the hint is %s", failure.Hint)
	}
}

func TestARefusedCreateLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, code := range []int{400, 401, 403, 404, 409, 422, 429} {
		r := newRig(t, "huddle01")
		r.meet(http.MethodPost, func(w http.ResponseWriter, q *http.Request, _ http.Handler) { status(code)(w, q) })
		_, err := r.Create(t.Context(), order(&place{name: "a"}))
		if err == nil || errs.KindOf(err) == errs.UnknownOutcome || len(r.pending()) != 0 || r.posts() != 1 {
			t.Errorf("%d: got %v, pending %v, %d posts", code, err, r.pending(), r.posts())
		}
	}
}

func TestAnUnknownOutcomeStaysPendingAndNothingIsRevoked(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{"500": status(500), "504": status(504), "reset": abort, "nothing": status(201)} {
		for _, keeps := range []bool{true, false} {
			r := newRig(t, "huddle01")
			if !keeps {
				r.keepNothing()
			}
			r.meet(http.MethodPost, after(answer))
			sink := &place{name: "a"}
			_, err := r.Create(t.Context(), order(sink))
			failure, _ := errors.AsType[*errs.Error](err)
			found := r.pending()
			if failure == nil || failure.Kind != errs.UnknownOutcome || len(found) != 1 || found[0].Key != "" || r.posts() != 1 || sink.put != 0 {
				t.Fatalf("%s: got %v, pending %+v", name, err, found)
			}
			left := r.keys()
			if len(left) != 1 || failure.KeyID != left[0].ID || !strings.Contains(failure.Hint, "keyctl recover "+found[0].ID) {
				t.Errorf("%s: the keys are %v; the error is %+v", name, left, failure)
			}
		}
	}
}

func TestAnAnswerWithoutASecretIsKeptOrItsKeyEnded(t *testing.T) {
	t.Parallel()
	answer := after(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"data":{"id":"key-9","name":"deploy","token":"?"}}`))
	})
	r := newRig(t, "huddle01")
	r.meet(http.MethodPost, answer)
	_, err := r.Create(t.Context(), order(&place{name: "a"}))
	failure, _ := errors.AsType[*errs.Error](err)
	found := r.pending()
	if failure == nil || failure.KeyID != "key-9" || len(found) != 1 || found[0].Key != "key-9" || !strings.Contains(failure.Hint, "--raw --to") {
		t.Fatalf("got %+v, pending %+v", failure, found)
	}
	if raw, err := found[0].Open(r.identity); err != nil || !strings.Contains(raw.Reveal(), `"token":"?"`) {
		t.Errorf("got %v", err)
	}
}

// A journal that breaks in the middle is no reason to drop what is in memory.
func TestASecretArrivesAlsoWhenTheJournalBreaks(t *testing.T) {
	t.Parallel()
	r := newRig(t, "huddle01")
	r.Recipient = func(context.Context) (identity.Recipient, error) {
		return identity.Recipient{Text: "age1nonsense", Place: identity.Local}, nil
	}
	sink := &place{name: "a"}
	created, err := r.Create(t.Context(), order(sink))
	if err != nil || !sink.got.Equal(created.Secret) || len(r.said) != 1 || !strings.Contains(r.said[0], "the answer is not kept") {
		t.Errorf("got %v, said %q", err, r.said)
	}
}
