package emulator

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/emulator"
)

const tooMany = `{"error":"Too Many Requests"}`

// TestRate is in virtual time: the emulator's clock is the bubble's.
func TestRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := worldOf(t, emulator.Settings{InMemory: true}, nil)
		_, secret := w.create(t, `["write"]`)
		w.with(secret, "GET /instances", "").is(t, "the first request", 200, `[]`)
		time.Sleep(30*time.Second + time.Millisecond)
		requests := []string{"GET /api-keys", "POST /api-keys", "PATCH /api-keys/x", "DELETE /api-keys/x", "GET /instances"}
		for i := range 59 {
			request := requests[i%len(requests)]
			if got := w.with(secret, request, "{}"); got.status == 429 {
				t.Fatalf("%s: %d %s", request, got.status, got.body)
			}
		}
		for _, request := range requests {
			got := w.with(secret, request, `{"name":"x","permissions":["read"]}`)
			if got.is(t, request, 429, tooMany); got.header.Get("Retry-After") != "30" {
				t.Errorf("%s: Retry-After is %q", request, got.header.Get("Retry-After"))
			}
		}
		if got := w.signed("GET /instances", ""); got.status != 200 {
			t.Errorf("another key waits, too: %d", got.status)
		}
		time.Sleep(30*time.Second - time.Millisecond)
		w.with(secret, "GET /instances", "").is(t, "a minute after the first", 200, `[]`)
		got := w.with(secret, "GET /instances", "")
		if got.is(t, "one more", 429, tooMany); got.header.Get("Retry-After") != "31" {
			t.Errorf("Retry-After is %q", got.header.Get("Retry-After"))
		}
	})
}

func TestRateOfTheRunsCredential(t *testing.T) {
	t.Parallel()
	for setting, want := range map[int]int{0: 60, 3: 3, 100: 100} {
		now := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)
		w := worldOf(t, emulator.Settings{InMemory: true, RequestsPerMinute: setting, Now: func() time.Time { return now }}, &now)
		for i := range want {
			if got := w.signed("POST /api-keys", fmt.Sprintf(`{"name":"%d","permissions":["read"]}`, i)); got.status != 201 {
				t.Fatalf("request %d: %d %s", i+1, got.status, got.body)
			}
		}
		refused := w.signed("POST /api-keys", `{"name":"x","permissions":["read"]}`)
		if refused.is(t, "one more", 429, tooMany); refused.header.Get("Retry-After") != "60" {
			t.Errorf("Retry-After is %q", refused.header.Get("Retry-After"))
		}
		now = now.Add(time.Minute - 1)
		w.signed("GET /api-keys", "").is(t, "just before the minute is over", 429, tooMany)
		now = now.Add(1)
		if got := w.signed("GET /api-keys", ""); got.status != 200 || got.find("name") != "0" {
			t.Errorf("after a minute: %d %s", got.status, got.body)
		}
	}
}

// An unusable key is limited like any other; what brings none isn't counted.
func TestRateOfUnusableKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{RequestsPerMinute: 2})
	for range 2 {
		w.with("huc_unknown", "GET /instances", "").is(t, "unknown", 401, unauthorized)
	}
	w.with("huc_unknown", "GET /instances", "").is(t, "unknown, above the rate", 429, tooMany)
	for range 5 {
		w.send("GET /instances", "").is(t, "no key", 401, unauthorized)
	}
}
