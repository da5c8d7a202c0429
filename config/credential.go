package config

import (
	"encoding/json"
	"strings"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// longestCredential is above any key or token seen, and below what a header
// may hold.
const longestCredential = 8 << 10

// shortestCredential is what can be blacked out of a text without blacking out
// words.
const shortestCredential = 8

// ReadCredential reads a credential that was given, without the spaces and line
// breaks around it. A text that can't be a header's value is refused without being
// shown; source names where it came from.
func ReadCredential(source, text string) (secrets.Secret, error) {
	text = strings.TrimSpace(text)
	foreign := strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
	spaced := strings.Contains(text, " ") && !strings.HasPrefix(text, "cookie:")
	switch {
	case text == "":
		return secrets.Secret{}, errs.Errorf(errs.Usage, "%s holds no credential", source).
			WithHint("give the credential alone, on one line")
	case len(text) < shortestCredential:
		return secrets.Secret{}, errs.Errorf(errs.Usage, "%s holds less than a credential", source).
			WithHint("one has %d characters or more: give it whole", shortestCredential)
	case foreign || spaced || len(text) > longestCredential:
		return secrets.Secret{}, errs.Errorf(errs.Usage, "%s holds characters that no credential has, or too many of them", source).
			WithHint("give the credential alone: no quotes, spaces or line breaks, no \"Bearer\" before it")
	}
	return secrets.New(text), nil
}

// kept is how a credential is written where it is kept: together with the
// origin it may be sent to, so that changing the profile can't send it elsewhere.
type kept struct {
	Origin string `json:"origin"`
	Secret string `json:"secret"`
}

// Pack gives a credential in the form in which it is kept.
func Pack(credential client.Credential) secrets.Secret {
	text, _ := json.Marshal(kept{credential.Origin, credential.Secret.Reveal()}) //nolint:gosec // to be kept in a vault
	return secrets.New(string(text))
}

// Unpack reads a kept credential.
func Unpack(packed secrets.Secret) (client.Credential, error) {
	var read kept
	decoder := json.NewDecoder(strings.NewReader(packed.Reveal()))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&read)
	secret, invalid := ReadCredential("what is stored", read.Secret)
	if err != nil || decoder.More() || invalid != nil || read.Origin == "" {
		return client.Credential{}, errs.Errorf(errs.Denied, "what is stored is no credential of this program").
			WithHint("`login` stores it anew")
	}
	return client.Credential{Secret: secret, Origin: read.Origin}, nil
}
