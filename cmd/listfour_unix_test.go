//go:build unix

package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keyctl/consoles"
)

// withFour is a program with a profile on each of the consoles, where a key is
// called like the console, and one in a workspace of d.run.
func withFour(t *testing.T) (p *program, at map[string]*console) {
	t.Helper()
	at = map[string]*console{}
	var profiles []profileOf
	for _, name := range consoles.Names() {
		c, alone := newConsole(t, name, nil)
		args := []string{"--name", name + "-key"}
		switch name {
		case "hostupcloud":
			args = append(args, "--scope", "read,write", "--expires", "2099-01-31")
		case "remotegpu":
			args = append(args, "--scope", "kubernetes:all")
		case "drun":
			alone.create("--name", "shared", "--workspace", "42", "--quota", "7")
			profiles = append(profiles, profileOf{"team", name, c.base, c.key})
		}
		alone.create(args...)
		profiles, at[name] = append(profiles, profileOf{name, name, c.base, c.key}), c
		c.forget()
	}
	p = withProfiles(t, profiles...)
	p.amend("  team:\n", "  team:\n    workspace: 42\n")
	return p, at
}

// amend changes the text of the profiles file.
func (p *program) amend(from, to string) {
	p.t.Helper()
	path := filepath.Join(p.dir, "config", "keyctl", "profiles.yaml")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestAllFourConsolesAreListedTogether(t *testing.T) {
	t.Parallel()
	p, at := withFour(t)
	want := []string{"drun drun drun-key", "hostupcloud hostupcloud hostupcloud-key", "huddle01 huddle01 huddle01-key", "remotegpu remotegpu remotegpu-key", "team drun shared"}
	for _, environment := range []string{"KEYCTL_WORKSPACE=", "KEYCTL_WORKSPACE=7", "KEYCTL_WORKSPACE=../x"} {
		r := p.with(environment).run("list", "--all-profiles", "-o", "json", "--sort", "profile")
		if r.is(t, environment, 0); !slices.Equal(r.rowsOf(t), want) || r.stderr != "" {
			t.Errorf("%s: listed are %v: %s", environment, r.rowsOf(t), r.stderr)
		}
	}
	if got := at["drun"].asked(); len(got) != 6 || at["huddle01"].count("") != 3 {
		t.Errorf("asked %v", got)
	}
	r := p.run("list", "--all-profiles", "-o", "json", "--sort", "profile")
	var keys []map[string]any
	if err := json.Unmarshal([]byte(r.stdout), &keys); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		for _, field := range []string{"id", "name", "prefix", "status", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at", "unknown"} {
			if _, told := key[field]; !told {
				t.Errorf("%s has no %s", key["profile"], field)
			}
		}
	}
	r = p.run("list", "--all-profiles", "--sort", "-name", "-o", "csv", "--columns", "name,profile,console,expires", "--no-header")
	if want := "shared,team,drun,\nremotegpu-key,remotegpu,remotegpu,\nhuddle01-key,huddle01,huddle01,\nhostupcloud-key,hostupcloud,hostupcloud,2099-01-31T00:00:00Z\ndrun-key,drun,drun,\n"; r.code != 0 || r.stdout != want {
		t.Errorf("exit code %d: %s%s", r.code, r.stdout, r.stderr)
	}
	if r := p.run("list", "--all-profiles"); r.code != 0 || secretPattern.MatchString(r.stdout) || strings.Count(r.stdout, "\n") != 6 {
		t.Errorf("exit code %d: %s", r.code, r.stdout)
	}
}

func TestOneOfFourConsolesIsBroken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to string
		told     string
	}{
		"a workspace of others":      {"workspace: 42", "workspace: 41", "team 3"},
		"a workspace that is none":   {"workspace: 42", "workspace: x", "team 2"},
		"a workspace on huddle01":    {"  huddle01:\n", "  huddle01:\n    workspace: 42\n", "huddle01 6"},
		"an override of a document":  {"  drun:\n", "  drun:\n    requests: {list: GET /keys}\n", "drun 2"},
		"an override that is wrong":  {"  hostupcloud:\n", "  hostupcloud:\n    requests: {list: GET /v2/keys}\n", "hostupcloud 8"},
		"a header that isn't taken":  {"  hostupcloud:\n", "  hostupcloud:\n    credential_header: \"X-Key: {credential}\"\n", "hostupcloud 3"},
		"a credential that is empty": {"credential_command: [cat,", `credential_command: ["true",`, "team 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := withFour(t)
			p.amend(test.from, test.to)
			r := p.run("list", "--all-profiles", "-o", "json")
			r.is(t, name, 11)
			if told := r.errorsOf(t); !slices.Equal(told, []string{test.told}) {
				t.Errorf("told is %v: %s", told, r.stderr)
			}
			if rows := r.rowsOf(t); len(rows) != 4 {
				t.Errorf("listed are %v", rows)
			}
		})
	}
}
