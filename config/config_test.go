package config

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
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
			if got, err := where(); errs.KindOf(err) != errs.Usage || safetext.Printable(err.Error()) != err.Error() {
				t.Errorf("%q: got %v, %v", text, got, err)
			}
		}
	}
}
