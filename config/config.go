// Package config finds out what a command works with: the profile, its
// credential, the output format, the timeout and whom to trust. A flag comes before the
// environment, the environment before the profile, the profile before the
// default. Nothing is ever read from the current directory.
package config

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Settings are the settings that a command works with, whatever its profile.
type Settings struct {
	Profile string // the name that was chosen, "" for none
	Output  string
	Timeout time.Duration
	CAFile  string // authorities that are trusted in addition to the system's, "" for none
}

// longestTimeout bounds --timeout; more is a typing error.
const longestTimeout = time.Hour

// Flags adds the flags that [Load] and [Chooser] work with.
func Flags(flags *pflag.FlagSet) {
	flags.StringP("profile", "p", "", "the account to work with, such as sandbox (KEYCTL_PROFILE)")
	flags.StringP("output", "o", "", "table (default), wide, json, jsonl, yaml, csv, tsv or name; for create: table, json, yaml or secret (KEYCTL_OUTPUT)")
	flags.String("timeout", client.DefaultTimeout.String(), "how long one request may take (KEYCTL_TIMEOUT)")
	flags.String("workspace", "", "the workspace whose keys are meant, where the console has some (KEYCTL_WORKSPACE)")
	flags.String("ca-file", "", "trust the authorities in this PEM file, too, such as that of a company's proxy (KEYCTL_CA_FILE)")
}

// Load reads the settings from flags and environment. The environment is an
// argument, so that nothing global decides.
func Load(flags *pflag.FlagSet, environment func(string) string) (Settings, error) {
	values := viper.New()
	for _, name := range []string{"profile", "output", "timeout", "ca-file"} {
		if err := values.BindPFlag(name, flags.Lookup(name)); err != nil {
			return Settings{}, errs.Errorf(errs.Failed, "cannot read the flags: %w", err)
		}
		if value := environment(variableOf(name)); value != "" {
			if err := values.MergeConfigMap(map[string]any{name: value}); err != nil {
				return Settings{}, errs.Errorf(errs.Failed, "cannot read the environment: %w", err)
			}
		}
	}
	source := "KEYCTL_TIMEOUT"
	if flags.Changed("timeout") {
		source = "--timeout"
	}
	timeout, err := parseTimeout(source, values.GetString("timeout"))
	if err == nil && !flags.Changed("ca-file") {
		err = checkPlace(values.GetString("ca-file"))
	}
	return Settings{
		Profile: values.GetString("profile"),
		Output:  values.GetString("output"),
		Timeout: timeout,
		CAFile:  values.GetString("ca-file"),
	}, err
}

// variableOf is the name that a flag has in the environment.
func variableOf(flag string) string {
	return "KEYCTL_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// checkPlace refuses a file that the current directory would choose: what is in
// that must not decide which servers are trusted.
func checkPlace(file string) error {
	if file == "" || filepath.IsAbs(file) {
		return nil
	}
	return errs.Errorf(errs.Usage, "KEYCTL_CA_FILE %s is not an absolute path", safetext.Quote(file)).
		WithHint("write the whole path, or name the file with --ca-file")
}

func parseTimeout(source, text string) (time.Duration, error) {
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 || timeout > longestTimeout {
		return 0, errs.Errorf(errs.Usage, "%s %s cannot be used", source, safetext.Quote(text)).
			WithHint("give a time above nothing and up to an hour, like 10s or 2m")
	}
	return timeout, nil
}
