package cli_test

import (
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/cmd/cli/clitest"
	"keyctl/config"
)

func TestTheQuestionSaysWhetherThereIsAWayBack(t *testing.T) {
	t.Parallel()
	revoking := func(action client.Action) client.Dialect {
		return client.Dialect{Console: "made-up", Actions: map[client.Verb]client.Action{client.VerbRevoke: action}}
	}
	noUndo, immediate := revoking(client.Action{Note: "DELETE with a body"}), revoking(client.Action{Immediate: true})
	undoing := func() client.Dialect {
		return client.Dialect{Console: "made-up", Actions: map[client.Verb]client.Action{
			client.VerbRevoke: {Undo: client.VerbEnable}, client.VerbDelete: {},
		}}
	}
	noDelete := undoing()
	delete(noDelete.Actions, client.VerbDelete)
	for want, test := range map[string]struct {
		dialect client.Dialect
		verb    client.Verb
	}{
		"revoke these 2 keys? this is reversible: `keyctl-cloud enable` undoes it, `keyctl-cloud delete` removes it for good [y/N] ": {undoing(), client.VerbRevoke},
		"revoke these 2 keys? this is reversible: `keyctl-cloud enable` undoes it [y/N] ":                                            {noDelete, client.VerbRevoke},
		"delete these 2 keys? this is permanent [y/N] ":                                                                              {undoing(), client.VerbDelete},
		"revoke these 2 keys? this is permanent and immediate [y/N] ":                                                                {immediate, client.VerbRevoke},
		"revoke these 2 keys? this is permanent [y/N] ":                                                                              {noUndo, client.VerbRevoke},
	} {
		run, _ := clitest.Noted(t)
		opened := clitest.SignedIn(t, test.dialect, config.Profile{Console: "made-up", Name: "work\x1b"})
		hostile := client.Key{ID: "b\x1b", Name: "\u202eb", CreatedAt: time.Now()}
		asked := cli.Question(run, opened, test.verb, []client.Key{{ID: "a", Name: "n-a"}, hostile})
		named := "on made-up at 127.0.0.1:1 (profile work\\u001b):\n  \"n-a\" (a), created"
		if !strings.HasSuffix(asked, "\n"+want) || strings.ContainsAny(asked, "\x1b\u202e") || !strings.HasPrefix(asked, strings.Replace(named, "created", "of unknown age", 1)) {
			t.Errorf("asked is %q, want %q", asked, want)
		}
	}
}
