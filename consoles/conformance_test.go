package consoles_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// everyVerb runs a test for every verb of every console, each in a bubble of
// its own with virtual time and a network in memory.
func everyVerb(t *testing.T, test func(t *testing.T, r *rig, verb client.Verb, subject client.Key)) {
	t.Helper()
	for _, v := range variants() {
		dialect, err := v.console.Dialect().With(v.options)
		if err != nil {
			t.Fatal(err)
		}
		for _, verb := range verbs() {
			if _, ok := dialect.Actions[verb]; !ok || verb == client.VerbVerify {
				continue // a secret that is tried is judged otherwise
			}
			t.Run(v.name+"/"+string(verb), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRig(t, v)
					test(t, r, verb, r.subject(verb))
					r.checkCredential()
				})
			})
		}
	}
}

// verbs are those of the command line, and the one that only a recovery uses.
func verbs() []client.Verb { return append(client.Verbs(), client.VerbSecret) }

// checkCredential holds that the credential went to its own origin, there
// always, and into no trace.
func (r *rig) checkCredential() {
	r.t.Helper()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.strays) > 0 {
		r.t.Errorf("another host was spoken to: %v", r.strays)
	}
	for _, a := range r.requests {
		wanted := http.Header{}
		r.dialect.Authorize(wanted, secrets.New(r.secret))
		for name := range wanted {
			if a.header.Get(name) != wanted.Get(name) {
				r.t.Errorf("%s %s came with %s %q", a.method, a.path, name, a.header.Get(name))
			}
		}
		if a.header.Get("Idempotency-Key") != "" {
			r.t.Error("an Idempotency-Key makes net/http send again")
		}
	}
	if bytes.Contains(r.trace.Bytes(), []byte(r.secret)) || bytes.Contains(r.trace.Bytes(), []byte(r.dialect.KeyPrefix)) {
		r.t.Errorf("the trace holds a secret:\n%s", r.trace.String())
	}
}

// check holds what a verb ended with and how often it was sent.
func (r *rig) check(what string, verb client.Verb, err error, kind errs.Kind, sent int) {
	r.t.Helper()
	got := errs.Kind(0)
	if err != nil {
		got = errs.KindOf(err)
	}
	if got != kind {
		r.t.Errorf("%s: ended with %d (%v), want %d", what, got, err, kind)
	}
	if arrived := r.sent(verb); len(arrived) != sent {
		r.t.Errorf("%s: sent %d times, want %d", what, len(arrived), sent)
	}
	if err == nil {
		return
	}
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || e.What == "" || safetext.Printable(e.What+e.Hint) != e.What+e.Hint {
		r.t.Errorf("%s: not an error for people: %q", what, err)
	}
	if strings.HasSuffix(e.What, ".") || strings.Contains(e.What, r.secret) {
		r.t.Errorf("%s: %q", what, e.What)
	}
}

func TestEveryVerbDoesWhatItSays(t *testing.T) {
	t.Parallel()
	everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
		r.arm(verb, 0, nil)
		key, err := r.do(verb, subject)
		r.check("without a fault", verb, err, 0, 1)
		listed, err := client.Resolve(r.client.List(t.Context()), []string{key.ID}, true)
		draft := r.draft(verb)
		switch verb {
		case client.VerbCreate, client.VerbRename:
			if err != nil || listed[0].Name != draft.Name {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbScope:
			if err != nil || !client.SameScopes(listed[0].Scopes, draft.Scopes) {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbExpire:
			if err != nil || !listed[0].ExpiresAt.Equal(draft.Expiry.At) {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbRevoke:
			stopped := err == nil && (listed[0].Status == client.Revoked || listed[0].Status == client.Disabled)
			if !stopped && errs.KindOf(err) != errs.NotFound {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbDelete:
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbDisable, client.VerbEnable:
			want := map[client.Verb]client.Status{client.VerbDisable: client.Disabled, client.VerbEnable: client.Active}[verb]
			if err != nil || listed[0].Status != want {
				t.Errorf("listed as %v, %v", listed, err)
			}
		case client.VerbQuota:
			if err != nil || !draft.Quota.Same(listed[0].Quota) {
				t.Errorf("listed as %v, %v", listed, err)
			}
		}
	})
}

func TestACreateGivesASecretThatTheListNeverShows(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, v)
				var raw secrets.Secret
				created, err := r.client.Create(t.Context(), r.draft(client.VerbCreate), client.Before{}, func(_ int, s secrets.Secret) error { raw = s; return nil })
				if err != nil {
					t.Fatal(err)
				}
				secret := created.Secret.Reveal()
				if !strings.HasPrefix(secret, r.dialect.KeyPrefix) || !strings.Contains(raw.Reveal(), secret) {
					t.Errorf("the secret %q is not the one of %q", secret, raw.Reveal())
				}
				key := created.Key
				if key.ID == "" || key.Status != client.Active || !tells(created.Secret, key, r.dialect) || key.CreatedAt.IsZero() {
					t.Errorf("got %+v", key)
				}
				keys, err := client.Resolve(r.client.List(t.Context()), []string{"create-name"}, false)
				if err != nil || keys[0].ID != key.ID || len(keys[0].Prefix) >= len(secret)/2 {
					t.Errorf("listed as %+v, %v", keys, err)
				}
			})
		})
	}
}

func TestUnsupportedVerbsSendNothing(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		dialect, _ := v.console.Dialect().With(v.options)
		for _, verb := range verbs() {
			if _, ok := dialect.Actions[verb]; ok {
				continue
			}
			t.Run(v.name+"/"+string(verb), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRig(t, v)
					subject := r.subject(verb)
					r.arm(verb, 0, nil)
					_, err := r.do(verb, subject)
					e, _ := errors.AsType[*errs.Error](err)
					says := "list, show"
					if verb == client.VerbSecret {
						says = "revoke the key, then create another"
					}
					if e == nil || e.Kind != errs.Unsupported || !strings.Contains(e.Hint, says) || len(r.requests) != 0 {
						t.Errorf("got %v after %d requests", err, len(r.requests))
					}
				})
			})
		}
	}
}

// TestACreateIsSentOnceOnAFreshConnection also when an idle one is at hand.
func TestACreateIsSentOnceOnAFreshConnection(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, v)
				r.subject(client.VerbCreate)
				before := r.requests[len(r.requests)-1].connection
				for _, fault := range []faultFunc{nil, reset, respond(429, refusal, "Retry-After", "0")} {
					r.arm(client.VerbCreate, -1, fault)
					_, _ = r.do(client.VerbCreate, client.Key{})
					sent := r.sent(client.VerbCreate)
					if len(sent) != 1 || sent[0].connection <= before || sent[0].header.Get("Connection") != "close" {
						t.Errorf("sent %v after connection %d", sent, before)
					}
					before = slices.MaxFunc(r.requests, func(a, b arrived) int { return a.connection - b.connection }).connection
				}
			})
		})
	}
}

// kinds are what a fault ends with, by the effect of the verb.
type kinds struct{ create, change, read errs.Kind }

func (k kinds) of(effect client.Effect) errs.Kind {
	return map[client.Effect]errs.Kind{client.Creates: k.create, client.Changes: k.change, client.Reads: k.read}[effect]
}

func TestRefusalsAreSentOnceAndKeepTheirKind(t *testing.T) {
	t.Parallel()
	page := []string{"Content-Type", "text/html"}
	for name, test := range map[string]struct {
		fault faultFunc
		want  kinds
	}{
		"400":      {respond(400, refusal), kinds{errs.Failed, errs.Failed, errs.Failed}},
		"422":      {respond(422, refusal), kinds{errs.Failed, errs.Failed, errs.Failed}},
		"401":      {respond(401, refusal), kinds{errs.Denied, errs.Denied, errs.Denied}},
		"403 page": {respond(403, pageText, page...), kinds{errs.Denied, errs.Denied, errs.Denied}},
		"404":      {inItsWords(404), kinds{errs.Unreachable, errs.NotFound, errs.Unreachable}},
		"404 page": {respond(404, pageText, page...), kinds{errs.Unreachable, errs.Unreachable, errs.Unreachable}},
		"405":      {respond(405, ""), kinds{errs.Failed, errs.Failed, errs.Failed}},
		"409":      {respond(409, refusal), kinds{errs.Conflict, errs.Conflict, errs.Conflict}},
		"413 bomb": {respond(413, bomb(), "Content-Encoding", "gzip"), kinds{errs.Failed, errs.Failed, errs.Failed}},
		"429 for a century": {
			respond(429, refusal, "Retry-After", "3155760000"), kinds{errs.RateLimited, errs.RateLimited, errs.RateLimited},
		},
		"429 for ever": {
			respond(429, refusal, "Retry-After", strings.Repeat("9", 400)), kinds{errs.RateLimited, errs.RateLimited, errs.RateLimited},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
				r.arm(verb, -1, test.fault)
				start := time.Now()
				_, err := r.do(verb, subject)
				sent := 1
				if name[:3] == "404" && r.dialect.Actions[verb].Older != nil {
					sent = 2 // older consoles answer elsewhere
				}
				want := test.want.of(r.dialect.Actions[verb].Effect)
				if r.dialect.Actions[verb].OfKey {
					want = test.want.change // says that the key isn't there
				}
				if want == errs.NotFound && r.dialect.Actions[verb].Grade == client.Inferred {
					want = errs.Unreachable // the key is listed: it is the path that isn't there
				}
				r.check(name, verb, err, want, sent)
				if took := time.Since(start); took > 3*time.Second {
					t.Errorf("it took %s", took)
				}
				if strings.Contains(err.Error(), "<") || !strings.Contains(err.Error(), name[:3]) {
					t.Errorf("the error is %q", err)
				}
			})
		})
	}
}

func TestARateLimitIsWaitedOutButNeverByACreate(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func() (string, time.Duration){
		"seconds": func() (string, time.Duration) { return "7", 7 * time.Second },
		"a date": func() (string, time.Duration) {
			return time.Now().UTC().Add(9 * time.Second).Format(http.TimeFormat), 9 * time.Second
		},
		"nothing":  func() (string, time.Duration) { return "", 250 * time.Millisecond },
		"the past": func() (string, time.Duration) { return "Mon, 02 Jan 1995 15:04:05 GMT", 0 },
		"nonsense": func() (string, time.Duration) { return "-1", 250 * time.Millisecond },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(_ *testing.T, r *rig, verb client.Verb, subject client.Key) {
				header, pause := wait()
				r.arm(verb, 1, respond(429, refusal, "Retry-After", header))
				start := time.Now()
				_, err := r.do(verb, subject)
				if verb == client.VerbCreate {
					r.check(name, verb, err, errs.RateLimited, 1)
					return
				}
				r.check(name, verb, err, 0, 2)
				if took := time.Since(start); took < pause-time.Second || took > pause+time.Second {
					t.Errorf("%s: it took %s, want %s", name, took, pause)
				}
			})
		})
	}
}

func TestARateLimitThatStaysEndsAfterFourAttempts(t *testing.T) {
	t.Parallel()
	everyVerb(t, func(_ *testing.T, r *rig, verb client.Verb, subject client.Key) {
		r.arm(verb, -1, respond(429, refusal, "Retry-After", strconv.Itoa(1)))
		_, err := r.do(verb, subject)
		want := 4
		if verb == client.VerbCreate {
			want = 1
		}
		r.check("429", verb, err, errs.RateLimited, want)
	})
}

// tells reports whether what is shown of a key is of its secret.
func tells(secret secrets.Secret, key client.Key, dialect client.Dialect) bool {
	told, ok := secrets.Tells(secret, key.Prefix, dialect.KeyPrefix)
	return ok && told >= 6
}
