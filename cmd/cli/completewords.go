package cli

import (
	"strings"

	"keyctl/config"
	"keyctl/consoles"
)

// ProfileNames gives the names that -p takes: those of the profiles file, if it
// can be read, and the built-in ones.
func ProfileNames(r *Run) []string {
	return append(StoredNames(r), config.Sandboxes(consoles.Names())...)
}

// StoredNames gives the names of the profiles file, if it can be read.
func StoredNames(r *Run) []string {
	file, _ := r.Opener().Store().Read()
	return file.Names()
}

// Whens completes when a key ends.
func Whens() []string {
	return []string{
		"1d\ttomorrow", "7d\tin a week", "30d\tin 30 days", "90d\tin 90 days", "180d\tin half a year",
		"365d\tin a year", "never\tonly when it is revoked",
	}
}

// Sinces completes when something begins that is over.
func Sinces() []string {
	return []string{"1d\tsince yesterday", "7d\tfor a week", "30d\tfor 30 days", "90d\tfor 90 days"}
}

// Quotas completes the one quota that is a word.
func Quotas() []string { return []string{"unlimited\tno bound"} }

// ScopeWords gives the scopes of the console that is chosen, or of all consoles
// when none is. Where a name has to follow, the word ends before it.
func ScopeWords(r *Run) []string {
	var words []string
	for _, scope := range dialectScopes(r) {
		if at := strings.Index(scope, ":NAMESPACE_ID"); at >= 0 {
			scope = scope[:at+1]
		}
		words = append(words, scope)
	}
	return words
}

func dialectScopes(r *Run) []string {
	if r.Load() == nil {
		if profile, err := r.Opener().Choose(); err == nil {
			console, _ := consoles.Find(profile.Console)
			return console.Dialect().Scopes
		}
	}
	var all []string
	for _, console := range consoles.All() {
		all = append(all, console.Dialect().Scopes...)
	}
	return all
}
