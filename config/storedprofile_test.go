package config

import (
	"os"
	"testing"

	"keyctl/internal/errs"
)

// TestWhatAProfileOverridesIsTakenOver: a command works with what the file says.
func TestWhatAProfileOverridesIsTakenOver(t *testing.T) {
	t.Parallel()
	store := stored(t, `profiles:
  host:
    console: hostupcloud
    model_url: https://models.example
    keyring: os
    credential_header: "X-API-Key: {credential}"
    requests: {create: POST /v2/keys, revoke: "DELETE /v2/keys/{id}"}
`)
	got, err := store.Read()
	if err != nil {
		t.Fatal(err)
	}
	profile := ProfileOf("host", got.Profiles["host"])
	if profile.ModelURL != "https://models.example" || profile.Options.Header.Name != "X-Api-Key" || len(profile.Options.Routes) != 2 || profile.Options.Workspace != "" {
		t.Errorf("got %+v", profile)
	}
}

// TestAFileThatSteersSecretsBelongsToItsUser: in a file that others may write,
// they could choose where secrets go.
func TestAFileThatSteersSecretsBelongsToItsUser(t *testing.T) {
	t.Parallel()
	for field, trusted := range map[string]bool{
		"workspace: 42": true, "base_url: https://gpu.example": true, "model_url: https://evil.example": false, "ca_file: /evil.pem": false,
		"requests: {create: POST /keys}": false, `credential_header: "Cookie: a={credential}"`: false,
	} {
		store := stored(t, "profiles:\n  a:\n    console: huddle01\n    keyring: os\n    "+field+"\n")
		chooser := Chooser{Name: "a", ByFlag: true, Consoles: known(), Environment: environment(), Store: store}
		if _, err := chooser.Choose(); err != nil {
			t.Errorf("%s: %v", field, err)
		}
		if err := os.Chmod(store.Path(), 0o666); err != nil {
			t.Fatal(err)
		}
		if store.CheckOwner() == nil {
			t.Skip("here others write no files")
		}
		_, err := chooser.Choose()
		if trusted && err != nil {
			t.Errorf("%s: %v", field, err)
		}
		if !trusted {
			wrong(t, field, err, errs.Denied, "other users may write", "chmod")
		}
	}
}
