package cmd

import (
	"slices"
	"strings"

	"keyctl/client"
)

// misplaced refuses a credential that begins like the secrets of other consoles,
// and not like those of the one that it would go to: it is theirs, and nobody
// else's to see. Tokens and cookies begin like no secret at all.
func misplaced(dialect client.Dialect, credential client.Secret) error {
	origins := originsOf(credential)
	if len(origins) == 0 || slices.Contains(origins, dialect.Console) {
		return nil
	}
	return client.Errorf(client.Usage, "the credential begins like a secret of %s, and was not sent to %s", strings.Join(origins, " or "), dialect.Console).
		WithHint("%s takes %s; -p, KEYCTL_CONSOLE or `login --console` say which console is meant", dialect.Console, dialect.SignIn)
}
