package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/output"
)

// profileNames gives the names that -p takes: those of the profiles file, if it
// can be read, and the built-in ones.
func (a *app) profileNames() []string {
	return append(a.storedNames(), config.Sandboxes(consoles.Names())...)
}

func (a *app) storedNames() []string {
	file, _ := a.store().Read()
	return file.Names()
}

// whens completes when a key ends.
func whens() []string {
	return []string{
		"1d\ttomorrow", "7d\tin a week", "30d\tin 30 days", "90d\tin 90 days", "180d\tin half a year",
		"365d\tin a year", "never\tonly when it is revoked",
	}
}

// sinces completes when something begins that is over.
func sinces() []string {
	return []string{"1d\tsince yesterday", "7d\tfor a week", "30d\tfor 30 days", "90d\tfor 90 days"}
}

// quotas completes the one quota that is a word.
func quotas() []string { return []string{"unlimited\tno bound"} }

// scopeWords gives the scopes of the console that is chosen, or of all consoles
// when none is. Where a name has to follow, the word ends before it.
func (a *app) scopeWords() []string {
	var words []string
	for _, scope := range a.dialectScopes() {
		if at := strings.Index(scope, ":NAMESPACE_ID"); at >= 0 {
			scope = scope[:at+1]
		}
		words = append(words, scope)
	}
	return words
}

func (a *app) dialectScopes() []string {
	if a.load() == nil && a.choose() == nil {
		console, _ := consoles.Find(a.profile.Console)
		return console.Dialect().Scopes
	}
	var all []string
	for _, console := range consoles.All() {
		all = append(all, console.Dialect().Scopes...)
	}
	return all
}

// filterWords completes the first word of a filter.
func (a *app) filterWords(command *cobra.Command, words []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	name, value, hasValue := strings.Cut(typed, "=")
	give := output.FilterNames
	if hasValue {
		give = a.filterValues(name)
	}
	found, directive := listOf(give)(command, words, value)
	for i := range found {
		if hasValue {
			found[i] = name + "=" + found[i]
		} else {
			found[i] += "="
		}
	}
	return found, directive
}

// filterValues gives values for a word of a filter.
func (a *app) filterValues(name string) func() []string {
	return func() []string {
		switch name {
		case "status":
			return []string{string(client.Active), string(client.Disabled), string(client.Expired), string(client.Revoked)}
		case "scope":
			return a.scopeWords()
		case "created", "used", "revoked":
			return []string{"30d..\tin the last 30 days", "..30d\tmore than 30 days ago"}
		case "expires":
			return []string{"..30d\twithin 30 days, or over", "30d..\tin 30 days or later"}
		case "unused":
			return []string{"30d+\tfor 30 days", "90d+\tfor 90 days"}
		}
		return nil
	}
}
