package account

import (
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func hasWorkspaces(name string) bool {
	console, found := consoles.Find(name)
	return found && console.Dialect().Workspace != nil
}

// Dialect is what a profile's console speaks, in its workspace and with its own
// requests. It fails where the console has no place for them.
func Dialect(profile config.Profile) (client.Dialect, error) {
	console, _ := consoles.Find(profile.Console)
	return console.Dialect().With(profile.Options)
}

// Origins gives the consoles whose secrets begin like this one.
func Origins(secret secrets.Secret) []string {
	var names []string
	for _, console := range consoles.All() {
		if console.Dialect().Shaped(secret) {
			names = append(names, console.Name)
		}
	}
	return names
}

// misplaced refuses a credential that begins like the secrets of other consoles,
// and not like those of the one it would be sent to. Tokens and cookies begin
// like no secret at all.
func misplaced(dialect client.Dialect, credential secrets.Secret) error {
	origins := Origins(credential)
	if len(origins) == 0 || slices.Contains(origins, dialect.Console) {
		return nil
	}
	return errs.Errorf(errs.Usage, "the credential begins like a secret of %s, and was not sent to %s", strings.Join(origins, " or "), dialect.Console).
		WithHint("%s takes %s; -p, KEYCTL_CONSOLE or `login --console` say which console is meant", dialect.Console, dialect.SignIn)
}

// Overrides names what a profile says in the place of what is inferred of its
// console: verbs, and credential_header. It is never nil.
func Overrides(options client.Options) []string {
	names := []string{}
	for _, verb := range client.Verbs() {
		if _, said := options.Routes[verb]; said {
			names = append(names, string(verb))
		}
	}
	if options.Header.Name != "" {
		names = append(names, "credential_header")
	}
	return names
}
