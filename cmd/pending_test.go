package cmd_test

import (
	"encoding/json"
)

// entry is what `recover -o json` tells of what is pending.
type entry struct {
	ID        string   `json:"id"`
	State     string   `json:"state"`
	Profile   string   `json:"profile"`
	Origin    string   `json:"origin"`
	Name      string   `json:"name"`
	KeyID     *string  `json:"key_id"`
	Sinks     []string `json:"sinks"`
	Delivered []string `json:"delivered"`
	Trouble   *string  `json:"trouble"`
}

// pending gives what is pending.
func (p *program) pending() []entry {
	p.t.Helper()
	r := p.run("recover", "-o", "json")
	var entries []entry
	if err := json.Unmarshal([]byte(r.stdout), &entries); err != nil || entries == nil || r.code != 0 || r.stderr != "" {
		p.t.Fatalf("cannot list what is pending: %v, exit code %d: %s%s", err, r.code, r.stdout, r.stderr)
	}
	return entries
}

// pendingIs fails unless one entry is pending, in a state, and gives the
// command that recovers it; "" is for none.
func (p *program) pendingIs(state string) (command string) {
	p.t.Helper()
	entries := p.pending()
	switch {
	case state == "" && len(entries) == 0:
		return ""
	case state != "" && len(entries) == 1 && entries[0].State == state:
		return "keyctl recover " + entries[0].ID
	}
	p.t.Errorf("pending are %+v, want one of state %q", entries, state)
	return "nothing"
}
