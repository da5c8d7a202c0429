package file

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

// overridden has what a profile can say beside where its console is.
const overridden = `profiles:
  host:
    console: hostupcloud
    model_url: https://models.example
    keyring: os
    credential_header: "X-API-Key: {credential}"  # seen in the browser
    requests:
      # seen there, too
      create: POST /v2/keys
      revoke: DELETE /v2/keys/{id}
  team:
    console: drun
    workspace: 42                                 # the number in the address
    keyring: os
`

func TestWhatAProfileOverridesIsRead(t *testing.T) {
	t.Parallel()
	got, err := parse([]byte(overridden))
	want := map[string]Stored{
		"host": {
			Console: "hostupcloud", ModelURL: "https://models.example", Keyring: KeepOS,
			CredentialHeader: client.Header{Name: "X-Api-Key"},
			Requests: map[client.Verb]client.Route{
				client.VerbCreate: {Method: "POST", Path: []string{"v2", "keys"}},
				client.VerbRevoke: {Method: "DELETE", Path: []string{"v2", "keys", "{id}"}},
			},
		},
		"team": {Console: "drun", Workspace: "42", Keyring: KeepOS},
	}
	if diff := cmp.Diff(want, got.Profiles); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestAWorkspaceIsAWordOrAPlainNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"42": "42", `"42"`: "42", "'007'": "007", "0x2a": "", "007": "", "-1": "", "+1": "", "1_000": "", "1.5": "", "1e3": "", "true": "", "~": "",
		"team-a_B": "team-a_B", "99999999999999999999": "", `"99999999999999999999"`: "99999999999999999999", "a.b": "", "a/b": "", "..": "", "-a": "", `"4 2"`: "", "[42]": "", "0": "",
	} {
		file, err := parse([]byte("profiles:\n  a:\n    console: drun\n    workspace: " + text + "\n    keyring: os\n"))
		if want == "" {
			refusal, _ := err.(*lineError)
			if refusal == nil || refusal.line != 4 || !strings.Contains(refusal.what, "workspace") || refusal.hint == "" {
				t.Errorf("%s: got %+v, %v", text, file, err)
			}
			continue
		}
		if err != nil || file.Profiles["a"].Workspace != want {
			t.Errorf("%s: got %+v, %v", text, file, err)
		}
	}
}

func TestAWorkspaceIsWrittenAndTheRestIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ profile, workspace, model, old, changed string }{
		"another":     {"team", "43", "", "workspace: 42                                 #", `workspace: "43" #`},
		"none":        {"team", "", "", "    workspace: 42                                 # the number in the address\n", ""},
		"a first":     {"host", "a-b", "", "{id}\n", "{id}\n    workspace: a-b\n"},
		"another URL": {"host", "", "https://other.example/v1", "https://models.example", "https://other.example/v1"},
	} {
		got := edited(t, overridden, func(f *File) {
			profile := f.Profiles[test.profile]
			profile.Workspace = test.workspace
			if test.model != "" {
				profile.ModelURL = test.model
			}
			f.Profiles[test.profile] = profile
		})
		want := strings.Replace(overridden, test.old, test.changed, 1)
		want = strings.NewReplacer("  # seen in", " # seen in", "42                                 #", "42 #").Replace(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestACopyOfAFileSharesNoRequests(t *testing.T) {
	t.Parallel()
	file, err := parse([]byte(overridden))
	if err != nil {
		t.Fatal(err)
	}
	delete(file.clone().Profiles["host"].Requests, client.VerbCreate)
	if len(file.Profiles["host"].Requests) != 2 {
		t.Error("a change of the copy is one of the original")
	}
	other := file.clone()
	other.Profiles["host"].Requests[client.VerbCreate] = client.Route{Method: "PUT", Path: []string{"keys"}}
	if equalFiles(file, other) {
		t.Error("another request is no difference")
	}
}
