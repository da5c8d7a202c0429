package signin

import (
	"fmt"
	"strconv"
	"text/tabwriter"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

// actor is the account that a command acts as, as login and whoami report it.
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

func actorOf(acct *account.Account) actor {
	return actor{
		Profile: acct.Profile.Name, ChosenBy: acct.Profile.ChosenBy, Console: acct.Profile.Console,
		Workspace: plain.Optional(acct.Profile.Options.Workspace),
		Origin:    acct.Origin(), Credential: acct.Masked(), From: acct.Profile.From,
		Shadows: plain.Optional(acct.Profile.Shadows), Overrides: account.Overrides(acct.Profile.Options),
	}
}

func writeActor(run *cli.Run, whom actor, asJSON bool) error {
	if asJSON {
		return plain.Quietly(plain.JSON(run.Out, whom))
	}
	table := tabwriter.NewWriter(run.Out, 0, 0, 2, ' ', 0)
	line := func(label, value string) { _, _ = fmt.Fprintf(table, "%s\t%s\n", label, safetext.Printable(value)) }
	line("profile", whom.Profile)
	line("chosen by", string(whom.ChosenBy))
	line("console", whom.Console)
	if whom.Workspace != nil {
		line("workspace", *whom.Workspace)
	}
	line("origin", whom.Origin)
	line("credential", whom.Credential)
	line("from", string(whom.From))
	if len(whom.Overrides) > 0 {
		line("overrides", plain.Join(whom.Overrides))
	}
	if whom.Keys != nil {
		line("keys", strconv.Itoa(*whom.Keys))
	}
	return plain.Quietly(table.Flush())
}
