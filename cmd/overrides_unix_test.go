//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// movedConsole is a HostUpCloud that is asked elsewhere, and wants its
// credential in another header.
func movedConsole(w http.ResponseWriter, r *http.Request, effect http.Handler) {
	path, moved := strings.CutPrefix(r.URL.Path, "/hostupcloud/api/v2/keys")
	credential := r.Header.Get("X-Company-Key")
	if _, own := r.Header["Authorization"]; own || !moved || !strings.HasPrefix(credential, "Token ") {
		respond(http.StatusNotFound, `{"error":"moved"}`)(w, r, effect)
		return
	}
	id, stopped := strings.CutSuffix(path, "/off")
	if stopped {
		r.Method = http.MethodPatch
	}
	r.URL.Path = "/hostupcloud/api/api-keys" + id
	r.Header.Set("Authorization", "Bearer "+strings.TrimPrefix(credential, "Token "))
	effect.ServeHTTP(w, r)
}

// stored is a program whose only profile, the current one, has these lines
// beside its console and address.
func stored(t *testing.T, c *console, lines string) *program {
	t.Helper()
	p := withProfiles(t, profileOf{"work", c.name, c.base, c.key})
	path := filepath.Join(p.dir, "config", "keyctl", "profiles.yaml")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append([]byte("current: work\n"+string(text)), lines...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOverridesAreWhatIsSent(t *testing.T) {
	t.Parallel()
	c, _ := newConsole(t, "hostupcloud", movedConsole)
	p := stored(t, c, `    credential_header: "X-Company-Key: Token {credential}"
    requests:
      create: POST /v2/keys
      list: GET /v2/keys
      revoke: POST /v2/keys/{id}/off
`)
	key := p.create("--name", "x", "--scope", "write")
	p.run("revoke", "--yes", "x").is(t, "revoke", 0, "^revoked")
	if got := p.keys(); len(got) != 1 || got[0].Status != "disabled" {
		t.Errorf("left are %v", got)
	}
	var asked []string
	for _, r := range c.requests() {
		asked = append(asked, r.line())
		if r.header.Get("X-Company-Key") != "Token "+c.key || r.header.Get("Authorization") != "" {
			t.Errorf("%s carries the credential elsewhere", r.line())
		}
	}
	const keys = "/hostupcloud/api/v2/keys"
	want := []string{
		"GET " + keys, "POST " + keys + ` {"name":"x","permissions":["write"]}`, "GET " + keys, "POST " + keys + "/" + key.ID + `/off {"active":false}`, "GET " + keys, "GET " + keys,
	}
	if !slices.Equal(asked, want) {
		t.Errorf("asked was %q", asked)
	}
	c.forget()
	p.run("enable", "x").is(t, "what is not overridden", 8, "answered 404", "override it with `requests`")
	if got := c.methods(); !slices.Equal(got, []string{"GET", "PATCH", "GET"}) {
		t.Errorf("sent was %v", got)
	}
	p.run("list", "--debug").is(t, "debug", 0)
}

// doctor tells what a profile says in the place of what its console does.
func TestDoctorTellsWhatAProfileOverrides(t *testing.T) {
	t.Parallel()
	c, _ := newConsole(t, "hostupcloud", nil)
	p := stored(t, c, "    requests: {create: POST /v2/keys}\n    model_url: https://models.example\n    credential_header: \"Authorization: Bearer {credential}\"\n")
	p.run("doctor").is(t, "doctor", 0)
	if r := p.run("doctor"); !strings.Contains(r.stdout, "; it overrides create, credential_header; secrets are tried at https://models.example\n") {
		t.Errorf("told is %s", r.stdout)
	}
}
