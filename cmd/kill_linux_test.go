package cmd_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"keyctl/internal/realkeyring"
)

// TestACommandThatDiesAnywhereLosesNothing kills commands at each of their
// points, and looks what became of the key and of its secret.
func TestACommandThatDiesAnywhereLosesNothing(t *testing.T) {
	t.Parallel()
	mortal := mortalProgram(t)
	all := scenarios(realkeyring.Start(t))
	counted := make([]deaths, len(all))
	t.Run("of", func(t *testing.T) {
		for i, s := range all {
			t.Run(s.command+", "+s.note, func(t *testing.T) {
				t.Parallel()
				counted[i] = s.kill(t, mortal)
			})
		}
	})
	if !t.Failed() {
		inDocument(t, "deaths", deathTable(counted))
	}
}

// kill lets a command die at each of its points.
func (s scenario) kill(t *testing.T, mortal string) deaths {
	t.Helper()
	whole := s.try(t, mortal, 0)
	outcomes := make([]outcome, len(whole.points))
	t.Run("at", func(t *testing.T) {
		for i := range outcomes {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				d := s.try(t, mortal, i+1)
				outcomes[i] = d.account(s)
				d.goesOn()
				if t.Failed() {
					t.Logf("it died after %q", d.points)
				}
			})
		}
	})
	counted := deaths{what: s.title(), points: len(outcomes), by: map[outcome]int{}}
	for _, one := range outcomes {
		counted.by[one]++
	}
	return counted
}

// try runs the command of a scenario in a home of its own.
func (s scenario) try(t *testing.T, mortal string, n int) *trial {
	t.Helper()
	d := newTrial(t, mortal, n)
	d.p = d.p.with(s.env...).with("KEYCTL_JOURNAL=" + s.journal)
	if !s.fresh {
		d.ownIdentity()
	}
	if s.prepare != nil {
		s.prepare(d)
	}
	before := d.c.count(http.MethodPost)
	d.die(s.args(d))
	if posts := d.c.count(http.MethodPost) - before; posts > s.posts || n == 0 && posts != s.posts {
		t.Errorf("%d creates were sent", posts)
	}
	return d
}

// outcome is what became of a key and its secret when a command died.
type outcome int

const (
	noKey     outcome = iota // there is none, or none any more
	named                    // there is one, and the journal leads to it; its secret is lost
	kept                     // the secret arrived at the journal, and was delivered from there
	delivered                // the secret is where it was meant to go, and nothing is pending
)

// account finds out what became of the key, and fails where nobody could.
func (d *trial) account(s scenario) outcome {
	d.t.Helper()
	keys, pending := d.c.keys(d.t), d.pending()
	if len(keys) > 1 || len(pending) > 1 {
		d.t.Fatalf("there are the keys %v, and pending are %v", keys, pending)
	}
	secret := ""
	if len(keys) == 1 {
		secret = d.secret(keys[0].ID)
	}
	everywhere := len(s.sinks) > 0
	for i, sink := range s.sinks {
		holds, torn := sink(d, secret)
		if everywhere = everywhere && holds && secret != ""; torn {
			d.t.Errorf("sink %d holds something torn", i)
		}
	}
	var entry pendingEntry
	if len(pending) == 1 {
		if entry = pending[0]; entry.Trouble != nil {
			d.t.Fatalf("the journal is torn: %s", *entry.Trouble)
		}
	}
	switch {
	case len(keys) == 0:
		d.end(entry)
		return noKey
	case entry.ID == "":
		if !everywhere || !d.works(secret) {
			d.t.Error("nothing is pending, and the secret is nowhere")
		}
		return delivered
	case entry.State == "secret kept" || entry.State == "answer kept" && d.entry == "":
		d.recovers(entry, secret)
		return kept
	}
	if entry.State == "to be ended" {
		d.run(lend...).is(d.t, "the next exec", 0)
		if left := d.c.keys(d.t); len(left) > 0 {
			d.t.Errorf("the next exec left %v", left)
		}
		d.nothingPending()
		return named
	}
	if d.sealed() {
		d.t.Errorf("the secret is lost, and it was sealed: %s", entry.State)
	}
	d.finds(entry, keys[0].ID)
	return named
}

// sealed reports whether the answer was on the disk when the process died: it
// is the record behind the intent.
func (d *trial) sealed() bool {
	records := 0
	for _, point := range d.points {
		if point == "journal: after its fsync" {
			records++
		}
	}
	return records > 1 && !slices.Contains(d.p.env, "KEYCTL_JOURNAL=none")
}

// end ends an entry about which there is no key.
func (d *trial) end(entry pendingEntry) {
	d.t.Helper()
	if entry.ID == "" {
		return
	}
	if entry.KeyID != nil { // the key was ended, and the entry wasn't
		d.run("recover", entry.ID, "--revoke", "--yes").is(d.t, "revoke", 0)
	} else {
		d.run("recover", entry.ID).is(d.t, "recover", 9, "no new key with that name is listed")
		d.run("recover", entry.ID, "--forget", "--yes").is(d.t, "forget", 0)
	}
	d.nothingPending()
}

// recovers delivers a secret from the journal.
func (d *trial) recovers(entry pendingEntry, secret string) {
	d.t.Helper()
	d.run("recover", entry.ID, "--to", "file:recovered").is(d.t, "recover", 0)
	text, err := os.ReadFile(filepath.Join(d.p.dir, "recovered"))
	if err != nil || string(text) != secret || !d.works(string(text)) {
		d.t.Errorf("recovered another secret, %v", err)
	}
	d.nothingPending()
}

// finds looks for a key whose secret is lost, and ends it.
func (d *trial) finds(entry pendingEntry, key string) {
	d.t.Helper()
	code, ending := 9, []string{"recover", entry.ID, "--revoke", "--yes"}
	if entry.KeyID != nil {
		code = 0
	} else {
		ending = append(ending, "--key-id", key)
	}
	r := d.run("recover", entry.ID, "-o", "json")
	var found struct{ Candidates []string }
	err := json.Unmarshal([]byte(r.stdout), &found)
	if r.is(d.t, "recover", code); err != nil || !slices.Equal(found.Candidates, []string{key}) {
		d.t.Errorf("recover finds %q, not %s: %v", found.Candidates, key, err)
	}
	d.run(ending...).is(d.t, "revoke", 0)
	if keys := d.c.keys(d.t); len(keys) > 0 {
		d.t.Errorf("left are %v", keys)
	}
	d.nothingPending()
}

func (d *trial) nothingPending() {
	d.t.Helper()
	if entries := d.pending(); len(entries) > 0 {
		d.t.Errorf("pending are still %v", entries)
	}
}

// goesOn makes another key, which nothing that was left behind may hinder.
func (d *trial) goesOn() {
	d.t.Helper()
	posts := d.c.count(http.MethodPost)
	r := d.run("create", "--name", "next", "-o", "secret")
	r.is(d.t, "the next create", 0)
	if sent := d.c.count(http.MethodPost) - posts; sent != 1 || r.stdout == "" || !d.works(r.stdout[:len(r.stdout)-1]) {
		d.t.Errorf("the next create was sent %d times", sent)
	}
	d.nothingPending()
}
