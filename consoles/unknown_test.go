package consoles_test

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
)

// longest is the most that a verb may take: the timeout for the request, and
// the same again for each of three looks afterwards.
const longest = 4*client.DefaultTimeout + 5*time.Second

func TestAnAnswerThatCannotBeUsedIsNoSuccess(t *testing.T) {
	t.Parallel()
	for name, fault := range broken() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
				r.arm(verb, -1, fault)
				start := time.Now()
				_, err := r.do(verb, subject)
				want := kinds{errs.UnknownOutcome, errs.UnknownOutcome, errs.Unreachable}
				r.check(name, verb, err, want.of(r.dialect.Actions[verb].Effect), 1)
				if took := time.Since(start); took > longest {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// TestWhatHappenedIsFoundOutByReading: the effect took place and its answer is
// unusable, or never comes.
func TestWhatHappenedIsFoundOutByReading(t *testing.T) {
	t.Parallel()
	faults := broken()
	for name, fault := range lost() {
		faults[name] = fault
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
				r.arm(verb, -1, afterEffect(fault))
				switch r.dialect.Actions[verb].Effect {
				case client.Changes:
					_, err := r.do(verb, subject)
					r.check(name, verb, err, 0, 1)
				case client.Creates:
					_, err := r.do(verb, subject)
					r.check(name, verb, err, errs.UnknownOutcome, 1)
					e, _ := errors.AsType[*errs.Error](err)
					if keys := client.CandidatesOf(e); len(keys) != 1 || keys[0].Name != "create-name" || e.KeyID != keys[0].ID {
						t.Errorf("the candidates are %v (%s), %s", keys, e.KeyID, e.Hint)
					}
				}
			})
		})
	}
}

func TestNoAnswerIsUnknownForChangesAndRetriedForReads(t *testing.T) {
	t.Parallel()
	once := []string{"a hang", "another protocol", "503 that asks for too long", "a header of 100 KiB"}
	for name, fault := range lost() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
				r.arm(verb, -1, fault)
				start := time.Now()
				_, err := r.do(verb, subject)
				if r.dialect.Actions[verb].Effect != client.Reads {
					r.check(name, verb, err, errs.UnknownOutcome, 1)
				} else if slices.Contains(once, name) {
					r.check(name, verb, err, errs.Unreachable, 1)
				} else if name == "a reset" && r.sent(verb)[0].method == http.MethodGet {
					// net/http repeats a GET by itself when a reused connection breaks
					r.check(name, verb, err, errs.Unreachable, 5)
				} else {
					r.check(name, verb, err, errs.Unreachable, 4)
				}
				if took := time.Since(start); took > longest {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

func TestAReadSurvivesFailuresThatPass(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultFunc{
		"a reset": reset, "500": respond(500, refusal), "503": respond(503, refusal, "Retry-After", "3"), "504": respond(504, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(_ *testing.T, r *rig, verb client.Verb, subject client.Key) {
				if verb != client.VerbList {
					return
				}
				r.arm(verb, 2, fault)
				_, err := r.do(verb, subject)
				r.check(name, verb, err, 0, 3)
			})
		})
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	t.Parallel()
	targets := []string{"http://127.0.0.2/steal", "https://localhost/steal", "//evil.example/\u202e", "/other"}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for i, target := range targets {
			if i > 0 && status != 307 {
				continue
			}
			t.Run(strconv.Itoa(status)+" "+strconv.Quote(target), func(t *testing.T) {
				t.Parallel()
				everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
					r.arm(verb, -1, func(w http.ResponseWriter, request *http.Request, effect http.Handler) {
						respond(status, "", "Location", target)(w, request, effect)
					})
					_, err := r.do(verb, subject)
					want := kinds{errs.UnknownOutcome, errs.UnknownOutcome, errs.Unreachable}
					r.check("redirect", verb, err, want.of(r.dialect.Actions[verb].Effect), 1)
					if !strings.Contains(err.Error(), "redirects are never followed") {
						t.Errorf("the error is %q", err)
					}
				})
			})
		}
	}
}

func TestAListThatFailsLeavesAChangeUnconfirmed(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultFunc{
		"500": respond(500, refusal), "a hang": hang, "a web page": respond(200, pageText), "cut short": cutShort, "401": respond(401, refusal),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyVerb(t, func(_ *testing.T, r *rig, verb client.Verb, subject client.Key) {
				if r.dialect.Actions[verb].Effect != client.Changes {
					return
				}
				r.arm(client.VerbList, -1, fault)
				_, err := r.do(verb, subject)
				r.check(name, verb, err, errs.UnknownOutcome, 1)
			})
		})
	}
}

func TestAChangeThatTheListDoesNotShowIsLookedForThreeTimes(t *testing.T) {
	t.Parallel()
	everyVerb(t, func(t *testing.T, r *rig, verb client.Verb, subject client.Key) {
		if r.dialect.Actions[verb].Effect != client.Changes {
			return
		}
		r.arm(verb, -1, respond(200, `{"code":"OK"}`))
		start := time.Now()
		_, err := r.do(verb, subject)
		r.check("ignored", verb, err, errs.UnknownOutcome, 1)
		if looks := len(r.sent(client.VerbList)); looks != 3 || time.Since(start) != 2*time.Second {
			t.Errorf("looked %d times in %s", looks, time.Since(start))
		}
	})
}
