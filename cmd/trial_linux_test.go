package cmd_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"filippo.io/age"

	"keyctl/internal/killpoint/killtest"
)

// trial is one command that dies, in a home and at a console of its own.
type trial struct {
	t      testing.TB
	c      *console
	p      *program // what comes afterwards
	mortal string   // the program that dies
	n      int      // at which point; none is 0

	entry  string   // what was pending before the command
	points []string // that it reached
	stdout string
	died   bool
	ended  *os.File // tells that a command has ended

	mutex   sync.Mutex
	fault   faultFunc         // meets creates; nil is none
	secrets map[string]string // that the console gave out, by the ids of their keys
}

func newTrial(t testing.TB, mortal string, n int) *trial {
	t.Helper()
	d := &trial{t: t, mortal: mortal, n: n, secrets: map[string]string{}}
	d.c, d.p = newConsole(t, "huddle01", on(http.MethodPost, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		d.mutex.Lock()
		fault := d.fault
		d.mutex.Unlock()
		if fault == nil {
			fault = d.give
		}
		fault(w, r, effect)
	}))
	return d
}

// give makes a key and remembers its secret.
func (d *trial) give(w http.ResponseWriter, r *http.Request, effect http.Handler) {
	recorder := httptest.NewRecorder()
	effect.ServeHTTP(recorder, r)
	var answer struct{ Data struct{ ID, Secret string } }
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || answer.Data.Secret == "" {
		d.t.Errorf("the console answered %d, %v", recorder.Code, err)
	}
	d.mutex.Lock()
	d.secrets[answer.Data.ID] = answer.Data.Secret
	d.mutex.Unlock()
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

// meet lets creates meet a fault from now on, or with nil none any more.
func (d *trial) meet(fault faultFunc) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.fault = fault
}

func (d *trial) secret(key string) string {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.secrets[key]
}

// run runs the program that can die, without letting it.
func (d *trial) run(args ...string) result {
	d.t.Helper()
	return d.p.finish(d.p.command(d.mortal, args...))
}

// die runs the command that is tried, until its point.
func (d *trial) die(args []string) {
	d.t.Helper()
	log := filepath.Join(d.t.TempDir(), "points")
	p := d.p.with(killtest.At(d.n), killtest.Log(log))
	command := p.command(d.mortal, args...)
	r := p.finish(command)
	d.c.settle(d.t)
	points, err := killtest.Points(log)
	if err != nil {
		d.t.Fatal(err)
	}
	d.points, d.stdout, d.died = points, r.stdout, killtest.Died(command.ProcessState)
	switch {
	case d.n == 0:
		r.is(d.t, "not killed", 0)
	case !d.died || len(points) != d.n:
		d.t.Errorf("it was to die at point %d: %v after %v: %s", d.n, command.ProcessState, points, r.stderr)
	}
}

// ownIdentity sets up what opens the journal, as an earlier command does.
func (d *trial) ownIdentity() {
	d.t.Helper()
	made, err := age.GenerateX25519Identity()
	if err == nil {
		err = os.MkdirAll(d.p.journal("."), 0o700)
	}
	for name, text := range map[string]string{"identity": made.String(), "local.recipient": made.Recipient().String()} {
		if err == nil {
			err = os.WriteFile(d.p.journal(name), []byte(text+"\n"), 0o600)
		}
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// pending are the entries of the journal.
func (d *trial) pending() []pendingEntry {
	d.t.Helper()
	r := d.run("recover", "-o", "json")
	var entries []pendingEntry
	if err := json.Unmarshal([]byte(r.stdout), &entries); err != nil || r.code != 0 {
		d.t.Fatalf("recover: %v, %d: %s", err, r.code, r.stderr)
	}
	return entries
}

// pendingEntry is the part of an entry that the tests look at.
type pendingEntry struct {
	ID      string  `json:"id"`
	State   string  `json:"state"`
	KeyID   *string `json:"key_id"`
	Trouble *string `json:"trouble"`
}

// works asks the console whether a secret is one of its keys.
func (d *trial) works(secret string) bool {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/huddle01/api/v1/api-keys", nil)
	r.Header.Set("X-API-Key", secret)
	recorder := httptest.NewRecorder()
	d.c.embedded.Handler().ServeHTTP(recorder, r)
	return recorder.Code == http.StatusOK && secret != d.c.key
}
