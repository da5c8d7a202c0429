package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

const madeKey = `{"id":"k1","name":"ci","prefix":"tk_01234567","created_at":"2026-04-03T10:00:00Z","secret":"` + testSecret + `"}`

func TestTheRawAnswerIsReceivedBeforeItIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"good": madeKey, "broken": madeKey[:20], "foreign": "<html>" + testSecret, "empty": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					write(rw, 200, `{"keys":[]}`)
					return
				}
				write(rw, 201, answer)
			})
			dialect := testDialect()
			create := dialect.Actions[VerbCreate]
			received := 0
			create.Created = func(raw []byte) (Created, error) {
				if received != 1 {
					t.Error("the answer was read before it was received")
				}
				return testCreated(raw)
			}
			dialect.Actions[VerbCreate] = create
			w.dialect = dialect
			created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, func(_ int, raw secrets.Secret) error {
				received++
				if raw.Reveal() != answer {
					t.Errorf("received %q", raw.Reveal())
				}
				return nil
			})
			if received != 1 || (err == nil) != (name == "good") || (created.Secret.Reveal() == testSecret) != (name == "good") {
				t.Errorf("received %d times, got %v, %v", received, created, err)
			}
			if err != nil && own(t, err).Kind != errs.UnknownOutcome {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnAnswerThatCannotBeKeptIsToldWithItsKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 201, madeKey) })
	cause := errors.New("no space left on device")
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, func(int, secrets.Secret) error { return cause })
	e := own(t, err)
	if e.Kind != errs.UnknownOutcome || e.KeyID != "k1" || !errors.Is(err, cause) || !strings.Contains(e.Hint, "revoke --id k1") {
		t.Errorf("got %v, %s", err, e.Hint)
	}
	if strings.Contains(err.Error()+e.Hint, testSecret) || created.Key.ID != "k1" {
		t.Errorf("got %v, %v", created, err)
	}
}

func TestASecretInABrokenAnswerIsGivenBesideTheError(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(rw, strings.TrimSuffix(madeKey, "}"))
	})
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	e := own(t, err)
	if created.Secret.Reveal() != testSecret || created.Key.ID != "k1" || e.Kind != errs.UnknownOutcome || e.KeyID != "k1" {
		t.Errorf("got %v, %v", created, err)
	}
}

func TestAnAnswerWithoutASecretNamesTheKeyThatExists(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 201, `{"id":"k1","name":"ci"}`) })
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	e := own(t, err)
	if !created.Secret.IsZero() || e.Kind != errs.UnknownOutcome || e.KeyID != "k1" || !strings.Contains(e.What, `the key "k1" exists`) {
		t.Errorf("got %v, %v", created, err)
	}
	if len(w.requests) != 1 {
		t.Errorf("sent %v", w.requests)
	}
}

func TestACancelledCreateSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 201, madeKey) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.Create(ctx, Draft{Name: "ci"}, Before{}, keepRaw)
	if e := own(t, err); e.Kind != errs.Failed || !strings.Contains(e.What, "nothing was created") || len(w.requests) != 0 {
		t.Errorf("got %v after %v", err, w.requests)
	}
}

func TestACreateUnderWayIsNotCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
			cancel()
			time.Sleep(20 * time.Second)
			write(rw, 201, madeKey)
		})
		created, err := w.Create(ctx, Draft{Name: "ci"}, Before{}, keepRaw)
		if err != nil || created.Secret.Reveal() != testSecret {
			t.Errorf("got %v, %v", created, err)
		}
	})
}

func TestACreateWithoutAnAnswerEndsWithItsTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				write(rw, 200, `{"keys":[]}`)
				return
			}
			<-r.Context().Done()
		})
		start := time.Now()
		_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
		e := own(t, err)
		if e.Kind != errs.UnknownOutcome || time.Since(start) != DefaultTimeout || len(w.sent("POST")) != 1 || !strings.Contains(e.Hint, "look again") {
			t.Errorf("got %v after %s, %v", err, time.Since(start), w.requests)
		}
	})
}

func TestAnUnknownOutcomeNamesWhatIsNewUnderThatName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().UTC().Format(time.RFC3339)
		listed := `{"keys":[
			{"id":"old","name":"ci","created_at":"1999-12-31T23:00:00Z"},
			{"id":"other","name":"ci2","created_at":"` + now + `"}%s]}`
		more := ""
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				panic(http.ErrAbortHandler)
			}
			write(rw, 200, fmt.Sprintf(listed, more))
		})
		check := func(id, told string, candidates int) {
			t.Helper()
			_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
			e := own(t, err)
			if e.Kind != errs.UnknownOutcome || e.KeyID != id || len(CandidatesOf(e)) != candidates || !strings.Contains(e.What+", "+e.Hint, told) {
				t.Errorf("got %v, %v (%s), %s", err, CandidatesOf(e), e.KeyID, e.Hint)
			}
		}
		check("", `; no new key named "ci" is listed yet`, 0)
		more = `,{"id":"new","name":"ci","created_at":"` + now + `"}`
		check("new", "; new with that name: new", 1)
		more += `,{"id":"untold","name":"ci"}`
		check("", "; new with that name: new, untold", 2)
		more = `,{"id":`
		check("", "look with `list`", 0)
	})
}

func TestACreateThatNeverLeftCreatedNothing(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]error{
		"no such host":  &net.DNSError{Err: "no such host", Name: "console.example", IsNotFound: true},
		"no connection": &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED},
		"no route":      &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, func(http.ResponseWriter, *http.Request) {})
				dials := 0
				w.dial = func(context.Context) (net.Conn, error) { dials++; return nil, cause }
				_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
				e := own(t, err)
				if e.Kind != errs.Unreachable || !strings.HasSuffix(e.What, "; nothing was created") || dials != 1 || !errors.Is(err, cause) {
					t.Errorf("got %v after %d dials", err, dials)
				}
			})
		})
	}
}

func TestADialThatHangsEndsWithTheTimeout(t *testing.T) {
	t.Parallel()
	for name, patience := range map[string]time.Duration{
		"no answer from localhost within 30s; nothing was created": DefaultTimeout + time.Second,
		"no connection to localhost in time; nothing was created":  handshakeTimeout,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, func(http.ResponseWriter, *http.Request) {})
				w.dial = func(context.Context) (net.Conn, error) {
					time.Sleep(patience)
					return nil, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}
				}
				_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
				if e := own(t, err); e.Kind != errs.Unreachable || e.What != name {
					t.Errorf("got %v", err)
				}
				synctest.Wait()
				time.Sleep(time.Minute) // net/http leaves the dial to itself
			})
		})
	}
}

func TestADraftThatIsRefusedSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 201, madeKey) })
	for kind, draft := range map[errs.Kind]Draft{
		errs.Usage:       {Name: "a\x1b[2J"},
		errs.Unsupported: {Name: "ci", Scopes: []Scope{ScopeAll}},
	} {
		if _, err := w.Create(t.Context(), draft, Before{}, keepRaw); errs.KindOf(err) != kind || len(w.requests) != 0 {
			t.Errorf("%+v: got %v after %v", draft, err, w.requests)
		}
	}
}
