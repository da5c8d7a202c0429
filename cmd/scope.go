package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
)

func (a *app) scope() *cobra.Command {
	c := change{verb: client.VerbScope, done: "set the scope of"}
	command := &cobra.Command{
		Use:               "scope KEY SCOPE…",
		Short:             "set what a key may be used for",
		Long:              "Set what a key may be used for; the scopes it had before are replaced.\nScopes are all, inference, kubernetes:all and kubernetes:NAMESPACE_ID.\n\n" + keyHelp,
		Example:           a.examples("  keyctl scope ci-pipeline inference\n  keyctl scope deploy kubernetes:3f0c… kubernetes:9a1d…"),
		Args:              arguments(2, -1, "scope takes a KEY and one SCOPE or several"),
		ValidArgsFunction: a.keyWords(client.VerbScope, 1, others(a.scopeWords)),
		RunE: func(command *cobra.Command, words []string) error {
			c.words, c.draft.Scopes = words[:1], scopes(strings.Split(strings.Join(words[1:], ","), ","))
			return a.run(command.Context(), c)
		},
	}
	addChangeFlags(command, &c)
	return command
}
