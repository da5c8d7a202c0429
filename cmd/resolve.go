package cmd

import (
	"context"
	"errors"

	"keyctl/client"
)

// resolve finds the keys that are meant. In a workspace those of others are no
// one's to change here, and a KEY means none of them.
func (a *app) resolve(ctx context.Context, s *session, words []string, byID bool) ([]client.Key, error) {
	keys, err := client.Resolve(s.List(ctx), words, byID)
	options := a.profile.Options
	if failure, ok := errors.AsType[*client.Error](err); ok && failure.Kind == client.NotFound && options.Workspace != "" && !options.Everyone {
		failure.Hint = "`list` shows your keys in this workspace; those of others can only be looked at, with `list --everyone` and `show --everyone`"
	}
	return keys, err
}
