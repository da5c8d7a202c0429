package consoles_test

import (
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// TestTheConsolesOwnRefusals come from the emulator itself, not from a fault
// before it.
func TestTheConsolesOwnRefusals(t *testing.T) {
	t.Parallel()
	t.Run("an unknown key", func(t *testing.T) {
		t.Parallel()
		everyVerb(t, func(_ *testing.T, r *rig, verb client.Verb, _ client.Key) {
			if r.dialect.Actions[verb].Effect == client.Changes {
				r.key = client.Key{ID: "7c1e2d3f-4a5b-4c6d-8e7f-000000000000", Name: "gone", Prefix: r.dialect.KeyPrefix + "gone"}
				r.arm(verb, 0, nil)
				_, err := r.do(verb, r.key)
				if r.dialect.Actions[verb].Removes {
					r.check("unknown", verb, err, 0, 1) // it is as wished: not there
					return
				}
				r.check("unknown", verb, err, errs.NotFound, 1)
			}
		})
	})
	t.Run("a key that is gone meanwhile", func(t *testing.T) {
		t.Parallel()
		everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
			end := client.VerbRevoke
			if _, deletes := r.dialect.Actions[client.VerbDelete]; deletes {
				end = client.VerbDelete
			}
			if !r.dialect.Actions[verb].Removes && verb.Stops() || r.dialect.Actions[verb].Effect != client.Changes || verb == end {
				return
			}
			if results, err := r.client.Change(t.Context(), end, []client.Key{subject}, client.Draft{}); err != nil || results[0].Err != nil {
				t.Fatalf("ended %v, %v", results, err)
			}
			r.arm(verb, 0, nil)
			if _, err := r.do(verb, subject); errs.KindOf(err) != errs.NotFound && errs.KindOf(err) != errs.Conflict {
				t.Errorf("%s of a key that ended: %v", verb, err)
			}
		})
	})
}

// TestTheLimitOfKeysIsAConflict and makes no key.
func TestTheLimitOfKeysIsAConflict(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newLimitedRig(t, v, 1)
				r.subject(client.VerbCreate)
				r.arm(client.VerbCreate, 0, nil)
				_, err := r.do(client.VerbCreate, client.Key{})
				sent := 1
				if r.dialect.Actions[client.VerbCreate].Check != nil {
					sent = 0
				}
				r.check("limit", client.VerbCreate, err, errs.Conflict, sent)
				count := 0
				for range r.client.List(t.Context()) {
					count++
				}
				if count != 1 {
					t.Errorf("there are %d keys", count)
				}
			})
		})
	}
}

// TestASecretIsJudgedByTheConsole holds what verify says of secrets that the
// emulator knows, and of those that it doesn't.
func TestASecretIsJudgedByTheConsole(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, v)
				subject := r.subject(client.VerbVerify)
				verdict := func(what string, secret secrets.Secret, want client.Verdict) {
					t.Helper()
					got, err := r.client.Verify(t.Context(), secret)
					if err != nil || got.Verdict != want || got.Host != "localhost" {
						t.Errorf("%s: got %+v, %v, want %s", what, got, err, want)
					}
				}
				verdict("a secret", r.keySecret, client.Works)
				verdict("another", secrets.New(r.keySecret.Reveal()+"x"), client.Refused)
				for _, verb := range []client.Verb{client.VerbDisable, client.VerbRevoke} {
					if _, offered := r.dialect.Actions[verb]; offered {
						if results, err := r.client.Change(t.Context(), verb, []client.Key{subject}, client.Draft{}); err != nil || results[0].Err != nil {
							t.Fatalf("%s: %v, %v", verb, results, err)
						}
						verdict("after "+string(verb), r.keySecret, client.Refused)
					}
				}
				r.checkTrials()
			})
		})
	}
}

// TestASecretIsUnclearUnderEveryFault: only a console's own 401 refuses it, and
// nothing but two different answers makes it work.
func TestASecretIsUnclearUnderEveryFault(t *testing.T) {
	t.Parallel()
	faults := broken()
	for name, fault := range lost() {
		faults[name] = fault
	}
	faults["everybody is let in"] = respond(200, `{"code":"OK","data":{}}`)
	faults["nobody is let in"] = respond(403, refusal)
	faults["401 with a web page"] = respond(401, pageText, "Content-Type", "text/html")
	faults["404"] = respond(404, refusal)
	faults["429 for ever"] = respond(429, refusal, "Retry-After", "1")
	faults["a redirect"] = respond(307, "", "Location", "http://127.0.0.2/steal")
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, v := range variants() {
				t.Run(v.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						r := newRig(t, v)
						r.subject(client.VerbVerify)
						r.arm(client.VerbVerify, -1, fault)
						start := time.Now()
						got, err := r.client.Verify(t.Context(), r.keySecret)
						if err != nil || got.Verdict != client.Unclear || got.Why == "" || safetext.Printable(got.Why) != got.Why {
							t.Errorf("got %+v, %v", got, err)
						}
						if took := time.Since(start); took > longest {
							t.Errorf("it took %s", took)
						}
						r.checkTrials()
					})
				})
			}
		})
	}
}

// checkTrials holds that the credential takes no part in a trial, and that
// nothing went elsewhere.
func (r *rig) checkTrials() {
	r.t.Helper()
	tries := r.sent(client.VerbVerify)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.strays) > 0 || len(tries) == 0 {
		r.t.Errorf("tried %d times, and spoke to others: %v", len(tries), r.strays)
	}
	for _, try := range tries {
		for name, values := range try.header {
			for _, value := range values {
				if value == r.secret || value == "Bearer "+r.secret {
					r.t.Errorf("the credential came along in %s", name)
				}
			}
		}
	}
}
