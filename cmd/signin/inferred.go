package signin

import (
	"strings"

	"keyctl/client"
	"keyctl/cmd/cli"
)

// inferred lists what matters most of what a console can do, as far as nobody
// documents how it is asked for and the profile doesn't say it either.
func inferred(dialect client.Dialect, options client.Options) []string {
	var verbs []string
	for _, verb := range []client.Verb{client.VerbCreate, client.VerbList, client.VerbRevoke} {
		_, said := options.Routes[verb]
		if action, offered := dialect.Actions[verb]; offered && !said && action.Grade == client.Inferred {
			verbs = append(verbs, string(verb))
		}
	}
	return verbs
}

// warnOfInferred tells, before a credential is tried, that a failure may be no
// fault of it.
func warnOfInferred(run *cli.Run, plan loginPlan) {
	verbs := inferred(plan.dialect, plan.profile.Options)
	if len(verbs) == 0 {
		return
	}
	run.Warn("%s documents nowhere how its keys are managed, and the requests for %s are inferred; `consoles` shows them, "+
		"and requests and credential_header in the profile override them", plan.dialect.Console, strings.Join(verbs, ", "))
}
