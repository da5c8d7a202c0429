package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/internal/aside"
	"keyctl/internal/safetext"
	"keyctl/internal/shell"
	"keyctl/output/plain"
)

// completeTime is how long a shell waits for the keys of a console.
const completeTime = time.Second

// KeyWords completes the KEY of a verb, or KEY… when most is below 0. rest
// completes what follows the last one; nil is nothing.
func KeyWords(r *Run, verb client.Verb, most int, rest cobra.CompletionFunc) cobra.CompletionFunc {
	return func(command *cobra.Command, words []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		switch {
		case most < 0 || len(words) < most:
			byID, _ := command.Flags().GetBool("id")
			return keyChoices(liveKeys(r, command, verb), verb, words, byID), cobra.ShellCompDirectiveNoFileComp
		case rest != nil:
			return rest(command, words[most:], typed)
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// liveKeys lists the keys, or gives none when that takes too long or fails:
// half a list can't say which names are ambiguous.
func liveKeys(r *Run, command *cobra.Command, verb client.Verb) []client.Key {
	ctx, cancel := context.WithTimeout(command.Context(), completeTime)
	defer cancel()
	everyone, _ := command.Flags().GetBool("everyone")
	listed := aside.Go(func() []client.Key {
		keys, err := listOnce(ctx, r, verb, everyone)
		if err != nil {
			return nil
		}
		return keys
	})
	select {
	case result := <-listed:
		return result.Get()
	case <-ctx.Done(): // also when it is no request that hangs
		return nil
	}
}

func listOnce(ctx context.Context, r *Run, verb client.Verb, everyone bool) ([]client.Key, error) {
	if err := r.Load(); err != nil {
		return nil, err
	}
	opener := r.Opener()
	opener.Settings.Timeout, opener.Everyone, opener.Trace = min(opener.Settings.Timeout, completeTime), everyone, nil
	opened, err := r.OpenWith(ctx, opener, func(d client.Dialect) error { _, err := d.Action(verb); return err })
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	var keys []client.Key
	for key, err := range opened.List(ctx) {
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// keyChoices gives a word for each key that a verb can be meant for and that
// isn't on the line yet: its name, if that is unique and every shell passes it
// on as it is, or else its id with the name as its description.
func keyChoices(keys []client.Key, verb client.Verb, there []string, byID bool) []cobra.Completion {
	names := indexNames(keys)
	var choices []cobra.Completion
	for _, key := range keys {
		unique := names.uniqueName(key)
		switch {
		case !meant(key, verb) || slices.Contains(there, key.ID) || unique && slices.Contains(there, key.Name):
		case unique && !byID && shell.Argument(key.Name):
			choices = append(choices, cobra.CompletionWithDesc(key.Name, string(key.Status)+", "+plain.Age(key)))
		case (byID || names.uniqueID(key)) && shell.Argument(key.ID) && client.CheckID(key.ID) == nil:
			choices = append(choices, cobra.CompletionWithDesc(key.ID, safetext.Quote(key.Name)+", "+string(key.Status)))
		}
	}
	return choices
}

// meant reports whether a verb can be meant for a key. An ended one can't be
// changed.
func meant(key client.Key, verb client.Verb) bool {
	switch verb {
	case client.VerbRename, client.VerbExpire, client.VerbScope, client.VerbQuota:
		return !key.Ended()
	case client.VerbEnable:
		return key.Status == client.Disabled
	case client.VerbDisable:
		return key.Status != client.Disabled && key.Status != client.Revoked
	case client.VerbRevoke:
		return key.Status != client.Revoked
	}
	return true
}
