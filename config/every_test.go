package config

import (
	"slices"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

// every gives each account as a line: its name, console, base and source, or
// its name and what is wrong with it.
func every(t *testing.T, file string, variables ...string) ([]string, error) {
	t.Helper()
	accounts, err := Chooser{Consoles: known(), Environment: environment(variables...), Store: stored(t, file)}.Every()
	var lines []string
	for _, account := range accounts {
		p := account.Profile
		line := strings.Join([]string{p.Name, p.Console, p.Base, string(p.From)}, " ")
		if account.Err != nil {
			line = p.Name + ": " + account.Err.Error()
		}
		if p.Shadows != "" || (p.From == FromEnvironment) != (p.Secret.Reveal() == secret) {
			t.Errorf("%s shadows %q, or has no credential of its own", p.Name, p.Shadows)
		}
		lines = append(lines, line)
	}
	return lines, err
}

const ownAccounts = `profiles:
  a:
    console: huddle01
    keyring: none
  b:
    console: huddle01
    base_url: https://gpu.example/v1
    keyring: none
  c:
    console: remotegpu
    keyring: os
  d:
    console: remotegpu
    keyring: none
  e:
    console: aws
    keyring: os
`

// The environment's credential is given to one account, however many profiles
// leave theirs to it.
func TestEveryAccountIsThere(t *testing.T) {
	t.Parallel()
	const foreign, unset, unknown = "its credential comes from the environment, which does not say that it is for this profile", "KEYCTL_API_KEY is not set", `no console "aws"`
	key := "KEYCTL_API_KEY=" + secret
	for what, test := range map[string]struct {
		variables []string
		want      []string
	}{
		"without an environment":  {nil, []string{"a: " + unset, "b: " + unset, "c remotegpu  keyring", "d: " + unset, "e: " + unknown}},
		"a credential of nobody":  {[]string{key}, []string{"a: " + foreign, "b: " + foreign, "c remotegpu  keyring", "d: " + foreign, "e: " + unknown}},
		"a console alone":         {[]string{"KEYCTL_CONSOLE=huddle01"}, []string{"a: " + unset, "b: " + unset, "c remotegpu  keyring", "d: " + unset, "e: " + unknown}},
		"an account":              {[]string{key, "KEYCTL_CONSOLE=huddle01"}, []string{"environment huddle01  environment", "b: " + foreign, "c remotegpu  keyring", "d: " + foreign, "e: " + unknown}},
		"an account with a base":  {[]string{key, "KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL=https://x.example"}, []string{"environment huddle01 https://x.example environment", "c remotegpu  keyring", "d: " + foreign, "e: " + unknown}},
		"an account of another":   {[]string{key, "KEYCTL_CONSOLE=remotegpu"}, []string{"environment remotegpu  environment", "a: " + foreign, "b: " + foreign, "c remotegpu  keyring", "e: " + unknown}},
		"a profile is no account": {[]string{"KEYCTL_PROFILE=c"}, []string{"a: " + unset, "b: " + unset, "c remotegpu  keyring", "d: " + unset, "e: " + unknown}},
	} {
		got, err := every(t, ownAccounts, test.variables...)
		same := slices.EqualFunc(got, test.want, func(line, want string) bool {
			name, says, failed := strings.Cut(want, ": ")
			return line == want || failed && strings.HasPrefix(line, name+": ") && strings.Contains(line, says)
		})
		if err != nil || !same {
			t.Errorf("%s: got\n%s\n%v, want\n%s", what, strings.Join(got, "\n"), err, strings.Join(test.want, "\n"))
		}
	}
	if got, err := every(t, "current: sandbox\n"); err != nil || !slices.Equal(got, []string{"sandbox remotegpu  sandbox"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestWithoutAnAccountNobodyIsSignedIn(t *testing.T) {
	t.Parallel()
	key := "KEYCTL_API_KEY=" + secret
	_, err := every(t, "")
	wrong(t, "nothing", err, errs.Denied, "not signed in to any console", "login")
	_, err = every(t, "", key)
	wrong(t, "a credential alone", err, errs.Usage, "not for which console", "KEYCTL_CONSOLE")
	_, err = every(t, ownAccounts, key, "KEYCTL_CONSOLE=aws")
	wrong(t, "an unknown console", err, errs.Usage, `no console "aws"`, "huddle01")
	_, err = every(t, "profiles: [")
	wrong(t, "a broken file", err, errs.Usage, "profiles.yaml", "")
}

func TestASandboxIsNoRemoteAccount(t *testing.T) {
	t.Parallel()
	remote := func(file string, variables ...string) ([]Account, error) {
		return Chooser{Consoles: known(), Environment: environment(variables...), Store: stored(t, file)}.Remote()
	}
	_, err := remote("current: sandbox\n")
	wrong(t, "a sandbox alone", err, errs.Denied, "not signed in to any console", "login")
	_, err = remote("profiles: [")
	wrong(t, "a broken file", err, errs.Usage, "profiles.yaml", "")
	accounts, err := remote("current: sandbox\n"+ownAccounts, "KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY="+secret)
	if err != nil || len(accounts) != 5 || slices.ContainsFunc(accounts, func(a Account) bool { return a.Profile.Sandbox }) {
		t.Errorf("got %+v, %v", accounts, err)
	}
}
