package keys

import (
	"os"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/cmd/cli/clitest"
	"keyctl/config"
	"keyctl/internal/errs"
)

// undoing is a made-up console where revoking can be undone and deleting can't.
func undoing() client.Dialect {
	return client.Dialect{Console: "made-up", KeyPrefix: "mu_", Actions: map[client.Verb]client.Action{
		client.VerbList:    {},
		client.VerbEnable:  {Effect: client.Changes, Undo: client.VerbDisable},
		client.VerbDisable: {Effect: client.Changes, Undo: client.VerbEnable},
		client.VerbRevoke:  {Effect: client.Changes, Undo: client.VerbEnable, Note: "disables the key"},
		client.VerbDelete:  {Effect: client.Changes, Note: "what the console calls deleting"},
	}}
}

// permanent is a made-up console where revoking is for good.
func permanent() client.Dialect {
	return client.Dialect{Console: "made-up", KeyPrefix: "mu_", Actions: map[client.Verb]client.Action{
		client.VerbDisable: {Effect: client.Changes, Undo: client.VerbEnable},
		client.VerbRevoke:  {Effect: client.Changes},
	}}
}

func other(id string, status client.Status) client.Key {
	return client.Key{ID: id, Name: "n-" + id, Prefix: "mu_ffff", Status: status}
}

func ids(keys []client.Key) string {
	var ids []string
	for _, key := range keys {
		ids = append(ids, key.ID)
	}
	return strings.Join(ids, " ")
}

func TestKeysThatAreStoppedAlreadyAreLeftOut(t *testing.T) {
	t.Parallel()
	keys := []client.Key{
		other("active", client.Active), other("disabled", client.Disabled), other("expired", client.Expired), other("revoked", client.Revoked),
	}
	for _, test := range []struct {
		dialect client.Dialect
		verb    client.Verb
		left    string
		notes   string
	}{
		{undoing(), client.VerbRevoke, "active expired", "\"n-disabled\" (disabled) is disabled already\n\"n-revoked\" (revoked) is revoked already\n"},
		{permanent(), client.VerbRevoke, "active disabled expired", "\"n-revoked\" (revoked) is revoked already\n"},
		{undoing(), client.VerbDisable, "active expired", "\"n-disabled\" (disabled) is disabled already\n\"n-revoked\" (revoked) is revoked already\n"},
		{undoing(), client.VerbDelete, "active disabled expired revoked", ""},
	} {
		run, notes := clitest.Noted(t)
		left, err := stopping{verb: test.verb, done: "stopped", yes: true}.ready(t.Context(), run, clitest.SignedIn(t, test.dialect, config.Profile{}), keys)
		if err != nil || ids(left) != test.left || notes.String() != test.notes {
			t.Errorf("%s: got %q, %v, %q", test.verb, ids(left), err, notes.String())
		}
	}
}

func TestTheOwnKeyIsStoppedOnlyWhenItIsMeant(t *testing.T) {
	t.Parallel()
	own := client.Key{ID: "me", Name: "me", Prefix: "mu_01234567", Status: client.Active}
	for verb, done := range map[client.Verb]string{client.VerbDisable: "disabled", client.VerbRevoke: "revoked", client.VerbDelete: "deleted"} {
		run, _ := clitest.Noted(t)
		s := clitest.SignedIn(t, undoing(), config.Profile{})
		left, err := stopping{verb: verb, done: done, yes: true}.ready(t.Context(), run, s, []client.Key{other("a", client.Active), own})
		if left != nil || errs.KindOf(err) != errs.Conflict || !strings.HasSuffix(err.Error(), "nothing was "+done) {
			t.Errorf("%s: got %q, %v", verb, ids(left), err)
		}
		left, err = stopping{verb: verb, done: done, yes: true, self: true}.ready(t.Context(), run, s, []client.Key{other("a", client.Active), own})
		if ids(left) != "a me" || err != nil {
			t.Errorf("%s --self: got %q, %v", verb, ids(left), err)
		}
	}
}

func TestOnlyDisabledKeysAreEnabled(t *testing.T) {
	t.Parallel()
	run, notes := clitest.Noted(t)
	left, err := readyToEnable(run, undoing(), []client.Key{other("active", client.Active), other("disabled", client.Disabled)})
	if err != nil || ids(left) != "disabled" || notes.String() != "\"n-active\" (active) is enabled already\n" {
		t.Errorf("got %q, %v, %q", ids(left), err, notes.String())
	}
	for _, status := range []client.Status{client.Expired, client.Revoked} {
		left, err := readyToEnable(run, undoing(), []client.Key{other("disabled", client.Disabled), other("x", status)})
		if left != nil || errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), string(status)) {
			t.Errorf("%s: got %q, %v", status, ids(left), err)
		}
	}
}

func TestOnlyWhatCanBePastedIsOfferedForPasting(t *testing.T) {
	t.Parallel()
	disabled := func(id string) client.Key { return other(id, client.Disabled) }
	for _, test := range []struct {
		args string
		verb client.Verb
		key  client.Key
		want string
	}{
		{"", client.VerbDisable, disabled("ak_1"), "; `keyctl-cloud enable ak_1` undoes it"},
		{"", client.VerbRevoke, disabled("ak_1"), "; `keyctl-cloud enable ak_1` undoes it, `keyctl-cloud delete ak_1` removes it for good"},
		{"-p work", client.VerbDisable, disabled("ak_1"), "; `keyctl-cloud --profile work enable ak_1` undoes it"},
		{"-p $(x)", client.VerbDisable, disabled("ak_1"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("a b"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("-rf"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("~root"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("$(x)"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("a/b"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, disabled("`x`\x1b"), "; `keyctl-cloud enable` undoes it"},
		{"", client.VerbDisable, other("ak_1", client.Revoked), ""},
		{"", client.VerbDelete, other("ak_1", client.Revoked), ""},
		{"", client.VerbEnable, other("ak_1", client.Active), ""},
	} {
		run, _ := clitest.Noted(t, strings.Fields(test.args)...)
		if got := wayBack(run, undoing(), test.verb, test.key); got != test.want {
			t.Errorf("%s %v %q: got %q", test.args, test.verb, test.key.ID, got)
		}
	}
}

// What was done and how to undo it stand on one line.
func TestAStoppedKeyIsNotedWithTheWayBack(t *testing.T) {
	t.Parallel()
	run, notes := clitest.Noted(t)
	c := change{verb: client.VerbDisable, done: "disabled"}
	run.Out = nullFile(t)
	key := other("ak_1", client.Disabled)
	if err := showChanged(run, c, run.Options(), clitest.SignedIn(t, undoing(), config.Profile{}), []client.Key{key}, []client.Result{{Key: key}}); err != nil {
		t.Fatal(err)
	}
	if got := notes.String(); got != "disabled \"n-ak_1\" (ak_1); `keyctl-cloud enable ak_1` undoes it\n" {
		t.Errorf("told is %q", got)
	}
}

func nullFile(t *testing.T) *os.File {
	t.Helper()
	file, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}
