package config

import (
	"slices"
	"strings"

	"keyctl/client"
)

// longestCredential is above any key or token seen, and below what a header
// may hold.
const longestCredential = 8 << 10

// fromEnvironment gives the account that the environment describes.
// KEYCTL_BASE_URL counts only beside KEYCTL_API_KEY: a credential from
// elsewhere is never sent to an address from the environment.
func fromEnvironment(console string, consoles []string, environment func(string) string) (Profile, error) {
	if !slices.Contains(consoles, console) {
		return Profile{}, client.Errorf(client.Usage, "there is no console %s", client.Quote(console)).
			WithHint("KEYCTL_CONSOLE can be: %s", strings.Join(consoles, ", "))
	}
	credential := strings.TrimSpace(environment("KEYCTL_API_KEY"))
	if credential == "" {
		return Profile{}, client.Errorf(client.Denied, "not signed in to %s", console).
			WithHint("set KEYCTL_API_KEY to the credential that manages its keys")
	}
	if err := checkCredential(client.Usage, "KEYCTL_API_KEY", credential); err != nil {
		return Profile{}, err
	}
	return Profile{
		Name: EnvironmentProfile, Console: console,
		Base: environment("KEYCTL_BASE_URL"), Secret: client.NewSecret(credential),
	}, nil
}

// checkCredential refuses what can't be a header's value, without showing it.
// It says where the credential came from.
func checkCredential(kind client.Kind, source, credential string) error {
	foreign := strings.ContainsFunc(credential, func(r rune) bool { return r < ' ' || r > '~' })
	spaced := strings.Contains(credential, " ") && !strings.HasPrefix(credential, "cookie:")
	if foreign || spaced || len(credential) > longestCredential {
		return client.Errorf(kind, "%s holds characters that no credential has, or too many of them", source).
			WithHint("it has to be the credential alone: no quotes, spaces or line breaks, no \"Bearer\" before it")
	}
	return nil
}
