package cmd

import (
	"fmt"
	"strconv"
	"text/tabwriter"

	"keyctl/client"
	"keyctl/config"
)

// actor is whom a command acts as, as login and whoami tell it.
type actor struct {
	Profile    string        `json:"profile"`
	ChosenBy   config.Choice `json:"chosen_by"`
	Console    string        `json:"console"`
	Workspace  *string       `json:"workspace"` // null is the account's own keys
	Origin     string        `json:"origin"`
	Credential string        `json:"credential"` // masked
	From       config.Source `json:"from"`
	Shadows    *string       `json:"shadows"` // the profile whose stored credential is not used
	Keys       *int          `json:"keys"`    // how many there are; null where nobody asked

	// Overrides are what the profile says in the place of what is inferred of its
	// console: verbs, and credential_header.
	Overrides []string `json:"overrides"`
}

func (a *app) identity(s *session) actor {
	return actor{
		Profile: a.profile.Name, ChosenBy: a.profile.ChosenBy, Console: a.profile.Console,
		Workspace: optional(a.profile.Options.Workspace),
		Origin:    s.Origin(), Credential: s.Masked(), From: a.profile.From,
		Shadows: optional(a.profile.Shadows), Overrides: overrides(a.profile.Options),
	}
}

func overrides(options client.Options) []string {
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

func (a *app) writeIdentity(told actor, asJSON bool) error {
	if asJSON {
		return quietly(writeJSON(a.system.Out, told))
	}
	table := tabwriter.NewWriter(a.system.Out, 0, 0, 2, ' ', 0)
	line := func(label, value string) { _, _ = fmt.Fprintf(table, "%s\t%s\n", label, client.Printable(value)) }
	line("profile", told.Profile)
	line("chosen by", string(told.ChosenBy))
	line("console", told.Console)
	if told.Workspace != nil {
		line("workspace", *told.Workspace)
	}
	line("origin", told.Origin)
	line("credential", told.Credential)
	line("from", string(told.From))
	if len(told.Overrides) > 0 {
		line("overrides", join(told.Overrides))
	}
	if told.Keys != nil {
		line("keys", strconv.Itoa(*told.Keys))
	}
	return quietly(table.Flush())
}
