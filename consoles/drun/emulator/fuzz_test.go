package emulator

import (
	"slices"
	"testing"

	"keyctl/emulator"
)

// FuzzBodies holds every answer to the contract, whatever the body is.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"name":"x"}`, `{"name":"x","quota":"7"}`, `{"name":"\u0000","expireTime":"2027-01-01T00:00:00+14:00"}`,
		`{"disabled":true}`, `{"unlimitedQuota":true}`, `{"startTime":"0001-01-01T00:00:00Z"}`, `{"endTime":"9999-12-31T23:59:59Z"}`,
		`{"period":"TIME_PERIOD_WEEK","ids":["1"]}`, "{\"name\":\"\xff\"}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := newWorld(t, emulator.Settings{})
		id, _ := w.create(FirstMember, in42+"/apikeys", `{"name":"x"}`)
		key := in42 + "/apikeys/" + id
		for _, request := range []string{
			"POST /apikeys", "POST " + in42 + "/apikeys", "POST /apikeys-stats", "POST /apikeys/check-creation",
			"PUT " + key + "/quota", "PUT " + key + "/status", "DELETE " + key,
		} {
			if got := w.wrong(FirstMember, request, body); !slices.Contains([]int{200, 400, 413}, got.status) {
				t.Errorf("%s %q: %d %s", request, body, got.status, got.raw)
			}
		}
	})
}
