package consoles_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
	"keyctl/client/pace"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// counting notes how many answers had a status.
type counting struct {
	http.ResponseWriter
	seen map[int]int
}

func (c counting) WriteHeader(status int) {
	c.seen[status]++
	c.ResponseWriter.WriteHeader(status)
}

// paced gives a rig for each console that has a limit, and counts what its
// emulator answers.
func paced(t *testing.T, test func(t *testing.T, r *rig, seen map[int]int)) {
	t.Helper()
	limited := 0
	for _, v := range variants() {
		if v.console.Dialect().Limit.Requests == 0 {
			continue
		}
		limited++
		t.Run(v.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, seen := newRig(t, v), map[int]int{}
				emulator := r.effect
				r.effect = http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
					emulator.ServeHTTP(counting{w, seen}, request)
				})
				test(t, r, seen)
			})
		})
	}
	if limited == 0 {
		t.Error("no console has a limit")
	}
}

// optimum is how long so many requests take at best.
func optimum(rate pace.Rate, requests int) time.Duration {
	return time.Duration((requests-1)/rate.Requests) * rate.Period
}

// TestManyRevokesTakeAsLongAsTheLimitWants and not one is refused: keys are
// made, found, revoked and confirmed within it.
func TestManyRevokesTakeAsLongAsTheLimitWants(t *testing.T) {
	t.Parallel()
	paced(t, func(t *testing.T, r *rig, seen map[int]int) {
		const count = 200
		draft := r.draft(client.VerbCreate)
		var names []string
		for i := range count {
			draft.Name = fmt.Sprintf("job-%d", i)
			names = append(names, draft.Name)
			if _, err := r.client.Create(t.Context(), draft, client.Before{}, keep); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * r.dialect.Limit.Period)
		begin := len(r.requests)
		start := time.Now()
		keys, err := client.Resolve(r.client.List(t.Context()), names, false)
		if err != nil {
			t.Fatal(err)
		}
		results, err := r.client.Change(t.Context(), client.VerbRevoke, keys, client.Draft{})
		if err != nil || len(results) != count {
			t.Fatalf("got %d results, %v", len(results), err)
		}
		for _, result := range results {
			if result.Err != nil || result.Key.Status == client.Active {
				t.Errorf("%s: %s, %v", result.Key.Name, result.Key.Status, result.Err)
			}
		}
		sent := len(r.requests) - begin
		best := optimum(r.dialect.Limit, sent)
		took := time.Since(start)
		t.Logf("%d requests took %s, at best %s", sent, took, best)
		if sent != count+2 || took > best*103/100 || seen[http.StatusTooManyRequests] != 0 {
			t.Errorf("%d requests took %s, at best %s; answered with %v", sent, took, best, seen)
		}
	})
}

// TestALimitThatOthersUsedUp is waited out as the console says, but not by a
// create.
func TestALimitThatOthersUsedUp(t *testing.T) {
	t.Parallel()
	paced(t, func(t *testing.T, r *rig, seen map[int]int) {
		subject := r.subject(client.VerbRevoke)
		time.Sleep(2 * r.dialect.Limit.Period)
		request := httptest.NewRequest(http.MethodGet, "http://localhost"+r.path+"/api-keys", http.NoBody)
		r.dialect.Authorize(request.Header, secrets.New(r.secret))
		for range r.dialect.Limit.Requests {
			r.effect.ServeHTTP(httptest.NewRecorder(), request)
		}
		if seen[http.StatusTooManyRequests] != 0 {
			t.Fatalf("answered with %v", seen)
		}
		if _, err := r.client.Create(t.Context(), r.draft(client.VerbCreate), client.Before{}, keep); errs.KindOf(err) != errs.RateLimited {
			t.Errorf("a create ended with %v", err)
		}
		start := time.Now()
		results, err := r.client.Change(t.Context(), client.VerbRevoke, []client.Key{subject}, client.Draft{})
		if err != nil || results[0].Err != nil {
			t.Errorf("a revoke ended with %v, %v", results, err)
		}
		if took := time.Since(start); took < r.dialect.Limit.Period || took > r.dialect.Limit.Period+2*time.Second {
			t.Errorf("it took %s", took)
		}
		if seen[http.StatusTooManyRequests] != 2 {
			t.Errorf("answered with %v", seen)
		}
	})
}
