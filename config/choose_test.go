package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// profiles are accounts of every kind.
const profiles = `current: work
profiles:
  work:
    console: huddle01
    keyring: os
  near:
    console: remotegpu
    base_url: https://gpu.example/v1
    ca_file: /etc/ssl/company.pem
    keyring: file
  ci:
    console: huddle01
    keyring: none
  pass:
    console: huddle01
    keyring: none
    credential_command: [pass, show, huddle01]
  old:
    console: aws
    keyring: os
`

// choose chooses with the content of a profiles file, "" for none.
func choose(t *testing.T, content, name string, byFlag bool, variables ...string) (Profile, error) {
	t.Helper()
	home := t.TempDir()
	variables = append(variables, "HOME="+home, "XDG_CONFIG_HOME="+home)
	store := NewStore(environment(variables...))
	if content != "" {
		if err := os.MkdirAll(store.Folder(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(store.Folder(), "profiles.yaml"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Chooser{Name: name, ByFlag: byFlag, Consoles: known(), Environment: environment(variables...), Store: store}.Choose()
}

func TestTheEnvironmentAloneDescribesAnAccount(t *testing.T) {
	t.Parallel()
	got, err := choose(t, "", "", false, "KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY= "+secret+"\n", "KEYCTL_BASE_URL=https://gpu.example/v1")
	if err != nil || got.Name != file.EnvironmentProfile || got.Console != "huddle01" || got.Base != "https://gpu.example/v1" || got.Secret.Reveal() != secret || got.Sandbox || got.Shadows != "" {
		t.Errorf("got %+v, %v", got, err)
	}
	cookie, err := choose(t, "", "", false, "KEYCTL_CONSOLE=remotegpu", "KEYCTL_API_KEY=cookie:access_token=a b; c=d")
	if err != nil || cookie.Secret.Reveal() != "cookie:access_token=a b; c=d" || cookie.Base != "" {
		t.Errorf("got %+v, %v", cookie, err)
	}
}

// TestASandboxTakesNothingFromTheEnvironment: its credential and base URL
// belong to another account.
func TestASandboxTakesNothingFromTheEnvironment(t *testing.T) {
	t.Parallel()
	variables := []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY=" + secret, "KEYCTL_BASE_URL=https://evil.example"}
	for name, console := range map[string]string{"sandbox": "remotegpu", "sandbox-huddle01": "huddle01", "sandbox-remotegpu": "remotegpu"} {
		got, err := choose(t, "", name, true, variables...)
		if err != nil || got.Console != console || !got.Sandbox || got.Base != "" || !got.Secret.IsZero() || got.Name != name || got.From != FromSandbox {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	got, err := choose(t, "", "sandbox-huddle01", false, variables...)
	if err != nil || !got.Sandbox || got.Base != "" || !got.Secret.IsZero() {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhoChoosesTheProfileAndItsCredential(t *testing.T) {
	t.Parallel()
	key := "KEYCTL_API_KEY=" + secret
	for what, test := range map[string]struct {
		name      string
		byFlag    bool
		variables []string
		want      string // name, console, base, by, from, shadows
	}{
		"the current one":                    {"", false, nil, "work huddle01  file keyring "},
		"the current one, its console":       {"", false, []string{"KEYCTL_CONSOLE=huddle01"}, "work huddle01  file keyring "},
		"the named one":                      {"near", true, nil, "near remotegpu https://gpu.example/v1 flag file "},
		"named by the environment":           {"near", false, nil, "near remotegpu https://gpu.example/v1 environment file "},
		"a command":                          {"pass", true, nil, "pass huddle01  flag command "},
		"a flag against the environment":     {"work", true, []string{key, "KEYCTL_CONSOLE=remotegpu", "KEYCTL_BASE_URL=https://evil.example"}, "work huddle01  flag keyring "},
		"a base URL without a credential":    {"", false, []string{"KEYCTL_BASE_URL=https://evil.example"}, "work huddle01  file keyring "},
		"left to the environment":            {"ci", true, []string{key}, "ci huddle01  flag environment "},
		"left to it, with a base URL":        {"ci", false, []string{key, "KEYCTL_BASE_URL=https://other.example"}, "ci huddle01 https://other.example environment environment "},
		"the environment before the stored":  {"work", false, []string{key}, "work huddle01  environment environment work"},
		"it doesn't run a command then":      {"pass", false, []string{key}, "pass huddle01  environment environment pass"},
		"the environment before the current": {"", false, []string{key, "KEYCTL_CONSOLE=huddle01"}, "environment huddle01  environment environment work"},
		"another console than the current's": {"", false, []string{key, "KEYCTL_CONSOLE=remotegpu"}, "environment remotegpu  environment environment "},
		"a sandbox":                          {"sandbox", false, []string{key}, "sandbox remotegpu  environment sandbox "},
	} {
		got, err := choose(t, profiles, test.name, test.byFlag, test.variables...)
		told := strings.Join([]string{got.Name, got.Console, got.Base, string(got.ChosenBy), string(got.From), got.Shadows}, " ")
		if err != nil || told != test.want || (got.From == FromEnvironment) != (got.Secret.Reveal() == secret) || (got.From == FromCommand) != (got.Command != nil) {
			t.Errorf("%s: got %q, %v, want %q", what, told, err, test.want)
		}
	}
}

func TestWhatCannotBeChosenIsRefused(t *testing.T) {
	t.Parallel()
	key := "KEYCTL_API_KEY=" + secret
	for name, test := range map[string]struct {
		file      string
		profile   string
		byFlag    bool
		variables []string
		kind      errs.Kind
		says      string
	}{
		"nothing":                      {"", "", false, nil, errs.Denied, "not signed in to any console"},
		"a base URL alone":             {"", "", false, []string{"KEYCTL_BASE_URL=https://evil.example"}, errs.Denied, "not signed in to any console"},
		"a credential alone":           {"", "", false, []string{key}, errs.Usage, "not for which console"},
		"a credential and a current":   {profiles, "", false, []string{key}, errs.Usage, "not for which console"},
		"a console alone":              {"", "", false, []string{"KEYCTL_CONSOLE=huddle01"}, errs.Denied, "not signed in to huddle01"},
		"a console, another current":   {profiles, "", false, []string{"KEYCTL_CONSOLE=remotegpu"}, errs.Denied, "not signed in to remotegpu"},
		"no credential":                {"", "", false, []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL=https://evil.example"}, errs.Denied, "not signed in to huddle01"},
		"a blank credential":           {"", "", false, []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY= \n"}, errs.Denied, "not signed in to huddle01"},
		"an unknown console":           {"", "", false, []string{"KEYCTL_CONSOLE=aws\x1b[2J", key}, errs.Usage, `no console "aws\u001b[2J"`},
		"a console in capitals":        {"", "", false, []string{"KEYCTL_CONSOLE=Huddle01", key}, errs.Usage, "no console"},
		"an unknown profile":           {"", "work\u202e", true, nil, errs.Usage, `no profile "work\u202e"`},
		"a sandbox of nothing":         {"", "sandbox-", true, nil, errs.Usage, "no profile"},
		"a sandbox of the others":      {"", "sandbox-aws", true, nil, errs.Usage, "no profile"},
		"the environment's name":       {"", "environment", true, []string{"KEYCTL_CONSOLE=huddle01", key}, errs.Usage, "no profile"},
		"an empty flag":                {profiles, "", true, []string{"KEYCTL_CONSOLE=huddle01", key}, errs.Usage, "no profile"},
		"a contradiction":              {"", "sandbox", false, []string{"KEYCTL_CONSOLE=huddle01", key}, errs.Usage, "contradict"},
		"a stored one, contradicted":   {profiles, "work", false, []string{"KEYCTL_CONSOLE=remotegpu", key}, errs.Usage, "contradict"},
		"a credential for another":     {profiles, "ci", true, []string{"KEYCTL_CONSOLE=remotegpu", key}, errs.Usage, "contradict"},
		"no credential for it":         {profiles, "ci", true, nil, errs.Denied, "KEYCTL_API_KEY is not set"},
		"none chosen":                  {strings.TrimPrefix(profiles, "current: work\n"), "", false, nil, errs.Denied, "no profile is chosen"},
		"a console nobody knows":       {profiles, "old", true, nil, errs.Usage, `no console "aws"`},
		"a broken file":                {"profiles: [", "work", true, nil, errs.Usage, "profiles.yaml"},
		"a broken file, no name given": {"profiles: [", "", false, nil, errs.Usage, "profiles.yaml"},
	} {
		got, err := choose(t, test.file, test.profile, test.byFlag, test.variables...)
		e, _ := errors.AsType[*errs.Error](err)
		if e == nil || e.Kind != test.kind || !strings.Contains(e.What, test.says) || e.Hint == "" {
			t.Errorf("%s: got %+v, %v", name, got, err)
			continue
		}
		if all := e.What + e.Hint; strings.Contains(all, secret) || safetext.Printable(all) != all {
			t.Errorf("%s: got %s", name, all)
		}
	}
}

// TestAFileThatCannotBeReadHoldsUpNoCI: an account from the environment is
// complete without it, and so are the sandboxes.
func TestAFileThatCannotBeReadHoldsUpNoCI(t *testing.T) {
	t.Parallel()
	if got, err := choose(t, "profiles: [", "", false, "KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY="+secret); err != nil || got.Name != file.EnvironmentProfile {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := choose(t, "profiles: [", "sandbox", true); err != nil || !got.Sandbox {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTheNearestNameIsSuggested(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		variables  []string
	}{
		{"wrok", `did you mean "work"?`, nil}, {"sandbx", `did you mean "sandbox"?`, nil}, {"", `did you mean "huddle01"?`, []string{"KEYCTL_CONSOLE=hudle01"}},
	} {
		_, err := choose(t, profiles, test.name, test.name != "", test.variables...)
		if e, _ := errors.AsType[*errs.Error](err); e == nil || !strings.Contains(e.Hint, test.want) {
			t.Errorf("%s: got %+v", test.name, e)
		}
	}
}

func TestACredentialThatNoHeaderTakesIsRefusedUnseen(t *testing.T) {
	t.Parallel()
	for name, credential := range map[string]string{
		"a line break": secret + "\r\nX-Evil: 1", "a space": "Bearer " + secret, "a control character": secret + "\x00", "a foreign letter": secret + "é", "a bidi character": "\u202e" + secret,
		"a cookie with a line break": "cookie:a=" + secret + "\nb", "too long": secret + strings.Repeat("x", 9<<10), "a no-break space": secret + "\u00a0x",
	} {
		got, err := choose(t, "", "", false, "KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY="+credential)
		e, _ := errors.AsType[*errs.Error](err)
		if e == nil || e.Kind != errs.Usage || !got.Secret.IsZero() || strings.Contains(e.What+e.Hint, secret[:8]) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// TestAKeptCredentialKnowsItsOrigin: what is stored is read back as it was,
// and nothing else is taken for a credential.
func TestAKeptCredentialKnowsItsOrigin(t *testing.T) {
	t.Parallel()
	want := client.Credential{Secret: secrets.New(secret), Origin: "https://gpu.example:443"}
	got, err := Unpack(Pack(want))
	if err != nil || got.Origin != want.Origin || !got.Secret.Equal(want.Secret) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, text := range []string{
		"", secret, "null", "{}", `{"origin":"https://gpu.example:443"}`, `{"secret":"` + secret + `"}`, `{"origin":"","secret":"` + secret + `"}`,
		`{"origin":"https://gpu.example:443","secret":"a\nb"}`, `{"origin":"https://gpu.example:443","secret":"` + secret + `","more":1}`,
		`{"origin":"https://gpu.example:443","secret":"` + secret + `"}{}`, `{"origin":"https://gpu.example:443","secret":"` + secret,
	} {
		if got, err := Unpack(secrets.New(text)); errs.KindOf(err) != errs.Denied || strings.Contains(err.Error(), secret[:8]) {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}
