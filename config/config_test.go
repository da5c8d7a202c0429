package config

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"keyctl/client"
)

const secret = "mk_4929de1f505b514f84988e4992cd23da"

func known() []string { return []string{"huddle01", "remotegpu"} }

// environment reads variables written as NAME=VALUE.
func environment(variables ...string) func(string) string {
	return func(name string) string {
		for _, variable := range variables {
			if key, value, _ := strings.Cut(variable, "="); key == name {
				return value
			}
		}
		return ""
	}
}

func load(arguments []string, variables ...string) (Settings, error) {
	flags := pflag.NewFlagSet("keyctl", pflag.ContinueOnError)
	Flags(flags)
	if err := flags.Parse(arguments); err != nil {
		return Settings{}, err
	}
	return Load(flags, environment(variables...))
}

func TestAFlagComesBeforeTheEnvironmentAndThatBeforeTheDefault(t *testing.T) {
	t.Parallel()
	inEnvironment := []string{"KEYCTL_PROFILE=sandbox", "KEYCTL_OUTPUT=json", "KEYCTL_TIMEOUT=2m", "KEYCTL_CA_FILE=/env.pem"}
	for _, test := range []struct {
		flags, variables []string
		want             Settings
	}{
		{nil, nil, Settings{Timeout: client.DefaultTimeout}},
		{nil, inEnvironment, Settings{"sandbox", "json", 2 * time.Minute, "/env.pem"}},
		{[]string{"-p", "sandbox-huddle01", "-o", "csv", "--timeout", "5s", "--ca-file", "ca.pem"}, inEnvironment, Settings{"sandbox-huddle01", "csv", 5 * time.Second, "ca.pem"}},
		{[]string{"-o", "csv"}, inEnvironment, Settings{"sandbox", "csv", 2 * time.Minute, "/env.pem"}},
		{[]string{"--timeout", "30s"}, inEnvironment, Settings{"sandbox", "json", client.DefaultTimeout, "/env.pem"}},
		{[]string{"-o", "", "-p", "", "--ca-file="}, inEnvironment, Settings{Timeout: 2 * time.Minute}},
		{nil, []string{"KEYCTL_OUTPUT=", "KEYCTL_TIMEOUT=", "KEYCTL_CA_FILE="}, Settings{Timeout: client.DefaultTimeout}},
		{nil, []string{"PROFILE=sandbox", "OUTPUT=json", "TIMEOUT=1s", "keyctl_output=json"}, Settings{Timeout: client.DefaultTimeout}},
	} {
		if got, err := load(test.flags, test.variables...); err != nil || got != test.want {
			t.Errorf("%v, %v: got %+v, %v, want %+v", test.flags, test.variables, got, err, test.want)
		}
	}
}

func TestATimeoutIsAboveNothingAndUpToAnHour(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"1ns": 1, "1h": time.Hour, "1m30s": 90 * time.Second, "0.5s": time.Second / 2} {
		if got, err := load([]string{"--timeout", text}); err != nil || got.Timeout != want {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "0s", "-1s", "1h1ns", "30", "1d", "forever", "9999999999h", "\x1b[2J", " 5s"} {
		for _, where := range []func() (Settings, error){
			func() (Settings, error) { return load([]string{"--timeout=" + text}) },
			func() (Settings, error) { return load(nil, "KEYCTL_TIMEOUT="+text) },
		} {
			if got, err := where(); client.KindOf(err) != client.Usage || client.Printable(err.Error()) != err.Error() {
				t.Errorf("%q: got %v, %v", text, got, err)
			}
		}
	}
}

func TestTheEnvironmentAloneDescribesAnAccount(t *testing.T) {
	t.Parallel()
	got, err := Choose("", false, known(), environment("KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY= "+secret+"\n", "KEYCTL_BASE_URL=https://gpu.example/v1"))
	if err != nil || got.Name != EnvironmentProfile || got.Console != "huddle01" || got.Base != "https://gpu.example/v1" || got.Secret.Reveal() != secret || got.Sandbox {
		t.Errorf("got %+v, %v", got, err)
	}
	cookie, err := Choose("", false, known(), environment("KEYCTL_CONSOLE=remotegpu", "KEYCTL_API_KEY=cookie:access_token=a b; c=d"))
	if err != nil || cookie.Secret.Reveal() != "cookie:access_token=a b; c=d" || cookie.Base != "" {
		t.Errorf("got %+v, %v", cookie, err)
	}
}

// TestANamedProfileTakesNothingFromTheEnvironment: its credential and base URL
// belong to another account.
func TestANamedProfileTakesNothingFromTheEnvironment(t *testing.T) {
	t.Parallel()
	variables := []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY=" + secret, "KEYCTL_BASE_URL=https://evil.example"}
	for name, console := range map[string]string{"sandbox": "remotegpu", "sandbox-huddle01": "huddle01", "sandbox-remotegpu": "remotegpu"} {
		got, err := Choose(name, true, known(), environment(variables...))
		if err != nil || got.Console != console || !got.Sandbox || got.Base != "" || !got.Secret.IsZero() || got.Name != name {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	got, err := Choose("sandbox-huddle01", false, known(), environment(variables...))
	if err != nil || !got.Sandbox || got.Base != "" || !got.Secret.IsZero() {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhatCannotBeChosenIsRefused(t *testing.T) {
	t.Parallel()
	key := "KEYCTL_API_KEY=" + secret
	for name, test := range map[string]struct {
		profile   string
		byFlag    bool
		variables []string
		kind      client.Kind
		says      string
	}{
		"nothing":                 {"", false, nil, client.Denied, "not signed in to any console"},
		"a base URL alone":        {"", false, []string{"KEYCTL_BASE_URL=https://evil.example"}, client.Denied, "not signed in to any console"},
		"a credential alone":      {"", false, []string{key}, client.Usage, "not for which console"},
		"a console alone":         {"", false, []string{"KEYCTL_CONSOLE=huddle01"}, client.Denied, "not signed in to huddle01"},
		"no credential":           {"", false, []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL=https://evil.example"}, client.Denied, "not signed in to huddle01"},
		"a blank credential":      {"", false, []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY= \n"}, client.Denied, "not signed in to huddle01"},
		"an unknown console":      {"", false, []string{"KEYCTL_CONSOLE=aws\x1b[2J", key}, client.Usage, `no console "aws\u001b[2J"`},
		"a console in capitals":   {"", false, []string{"KEYCTL_CONSOLE=Huddle01", key}, client.Usage, "no console"},
		"an unknown profile":      {"work\u202e", true, nil, client.Usage, `no profile "work\u202e"`},
		"a sandbox of nothing":    {"sandbox-", true, nil, client.Usage, "no profile"},
		"a sandbox of the others": {"sandbox-aws", true, nil, client.Usage, "no profile"},
		"the environment's name":  {"environment", true, []string{"KEYCTL_CONSOLE=huddle01", key}, client.Usage, "no profile"},
		"an empty flag":           {"", true, []string{"KEYCTL_CONSOLE=huddle01", key}, client.Usage, "no profile"},
		"a contradiction":         {"sandbox", false, []string{"KEYCTL_CONSOLE=huddle01", key}, client.Usage, "contradict"},
	} {
		got, err := Choose(test.profile, test.byFlag, known(), environment(test.variables...))
		e, _ := errors.AsType[*client.Error](err)
		if e == nil || e.Kind != test.kind || !strings.Contains(e.What, test.says) || e.Hint == "" {
			t.Errorf("%s: got %+v, %v", name, got, err)
			continue
		}
		if all := e.What + e.Hint; strings.Contains(all, secret) || client.Printable(all) != all {
			t.Errorf("%s: got %s", name, all)
		}
	}
}

func TestACredentialThatNoHeaderTakesIsRefusedUnseen(t *testing.T) {
	t.Parallel()
	for name, credential := range map[string]string{
		"a line break": secret + "\r\nX-Evil: 1", "a space": "Bearer " + secret, "a control character": secret + "\x00", "a foreign letter": secret + "é", "a bidi character": "\u202e" + secret,
		"a cookie with a line break": "cookie:a=" + secret + "\nb", "too long": secret + strings.Repeat("x", 9<<10), "a no-break space": secret + "\u00a0x",
	} {
		got, err := Choose("", false, known(), environment("KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY="+credential))
		e, _ := errors.AsType[*client.Error](err)
		if e == nil || e.Kind != client.Usage || !got.Secret.IsZero() || strings.Contains(e.What+e.Hint, secret[:8]) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// TestTheCurrentDirectoryDecidesNotWhomToTrust: a variable that stays set while
// one goes from folder to folder names one file, whatever lies in these.
func TestTheCurrentDirectoryDecidesNotWhomToTrust(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"ca.pem", "./ca.pem", "../ca.pem", "~/ca.pem", "\x1b[2J"} {
		got, err := load(nil, "KEYCTL_CA_FILE="+path)
		e, _ := errors.AsType[*client.Error](err)
		if e == nil || e.Kind != client.Usage || e.Hint == "" || client.Printable(e.What) != e.What {
			t.Errorf("%q: got %+v, %v", path, got, err)
		}
		if got, err := load([]string{"--ca-file", path}, "KEYCTL_CA_FILE="+path); err != nil || got.CAFile != path {
			t.Errorf("%q as a flag: got %+v, %v", path, got, err)
		}
	}
}
