package signin

import (
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/cmd/cli/clitest"
	"keyctl/config"
	"keyctl/consoles"
)

// TestAnInferredConsoleIsWarnedOf unless the profile says how it is asked.
func TestAnInferredConsoleIsWarnedOf(t *testing.T) {
	t.Parallel()
	dialect := client.Dialect{Console: "guessed", Actions: map[client.Verb]client.Action{
		client.VerbCreate: {Grade: client.Inferred}, client.VerbList: {Grade: client.Inferred}, client.VerbRevoke: {Grade: client.Documented},
		client.VerbRename: {Grade: client.Inferred},
	}}
	var told strings.Builder
	run := clitest.New(t, &told)
	warnOfInferred(run, loginPlan{dialect: dialect})
	const want = "warning: guessed documents nowhere how its keys are managed, and the requests for create, list are inferred; " +
		"`consoles` shows them, and requests and credential_header in the profile override them\n"
	if told.String() != want {
		t.Errorf("told %q", told.String())
	}
	told.Reset()
	warnOfInferred(run, loginPlan{dialect: dialect, profile: config.Profile{Options: client.Options{Routes: map[client.Verb]client.Route{client.VerbCreate: {}, client.VerbList: {}}}}})
	for _, name := range []string{"huddle01", "remotegpu"} {
		console, _ := consoles.Find(name)
		warnOfInferred(run, loginPlan{dialect: console.Dialect()})
	}
	warnOfInferred(clitest.New(t, &told, "-q"), loginPlan{dialect: dialect})
	if told.String() != "" {
		t.Errorf("told %q", told.String())
	}
}
