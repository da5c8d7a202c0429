// Package account opens accounts: from a profile it makes a client that speaks
// its console's dialect and is signed in with its credential.
package account

import (
	"context"
	"errors"
	"fmt"

	"keyctl/client"
	"keyctl/config"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output"
)

// Account is a client together with the profile it was opened for.
type Account struct {
	*client.Client
	Profile config.Profile
	closers []func()
}

// Close closes the connections, and the sandbox where it is one.
func (a *Account) Close() {
	for _, closer := range a.closers {
		closer()
	}
}

// Place names the console for a person: "huddle01 at gpu.huddleapis.com".
func (a *Account) Place() string {
	return fmt.Sprintf("%s at %s", a.Profile.Console, safetext.Printable(a.Host()))
}

// Row is a key together with where it comes from.
func (a *Account) Row(key client.Key) output.Row { return RowOf(a.Profile, key) }

// RowOf is a key of a profile's account.
func RowOf(profile config.Profile, key client.Key) output.Row {
	return output.Row{Profile: profile.Name, Console: profile.Console, Key: key}
}

// Resolve finds the keys that the words mean. In a workspace it finds only one's
// own keys: those of other members can't be changed.
func (a *Account) Resolve(ctx context.Context, words []string, byID bool) ([]client.Key, error) {
	keys, err := client.Resolve(a.List(ctx), words, byID)
	options := a.Profile.Options
	if failure, ok := errors.AsType[*errs.Error](err); ok && failure.Kind == errs.NotFound && options.Workspace != "" && !options.Everyone {
		return keys, failure.WithHint("`list` shows your keys in this workspace; those of others can only be looked at, with `list --everyone` and `show --everyone`")
	}
	return keys, err
}
