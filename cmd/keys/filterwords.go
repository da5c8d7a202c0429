package keys

import (
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/output"
)

// filterWords completes the first word of a filter.
func filterWords(run *cli.Run) cobra.CompletionFunc {
	return func(command *cobra.Command, words []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		name, value, hasValue := strings.Cut(typed, "=")
		give := output.FilterNames
		if hasValue {
			give = func() []string { return filterValues(run, name) }
		}
		found, directive := complete.ListOf(give)(command, words, value)
		for i := range found {
			if hasValue {
				found[i] = name + "=" + found[i]
			} else {
				found[i] += "="
			}
		}
		return found, directive
	}
}

// filterValues gives values for a word of a filter.
func filterValues(run *cli.Run, name string) []string {
	switch name {
	case "status":
		return []string{string(client.Active), string(client.Disabled), string(client.Expired), string(client.Revoked)}
	case "scope":
		return cli.ScopeWords(run)
	case "created", "used", "revoked":
		return []string{"30d..\tin the last 30 days", "..30d\tmore than 30 days ago"}
	case "expires":
		return []string{"..30d\twithin 30 days, or over", "30d..\tin 30 days or later"}
	case "unused":
		return []string{"30d+\tfor 30 days", "90d+\tfor 90 days"}
	}
	return nil
}

// orders gives each column, and each the other way round.
func orders() []string {
	var orders []string
	for _, name := range output.ColumnNames() {
		orders = append(orders, name, "-"+name)
	}
	return orders
}
