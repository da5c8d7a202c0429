package cmd

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"keyctl/client"
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

// ending is a made-up console where revoking is for good.
func ending(note string) client.Dialect {
	return client.Dialect{Console: "made-up", KeyPrefix: "mu_", Actions: map[client.Verb]client.Action{
		client.VerbDisable: {Effect: client.Changes, Undo: client.VerbEnable},
		client.VerbRevoke:  {Effect: client.Changes, Note: note},
	}}
}

// told is an app whose notes go into a buffer.
func told(t *testing.T, args ...string) (*app, *bytes.Buffer) {
	t.Helper()
	notes := &bytes.Buffer{}
	a := newApp(System{Args: append([]string{"keyctl-cloud"}, args...), Environment: func(string) string { return "" }})
	a.root()
	if err := a.flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	a.stderr = notes
	return a, notes
}

// signedIn is a session that nothing is sent in.
func signedIn(t *testing.T, dialect client.Dialect) *session {
	t.Helper()
	base := "http://127.0.0.1:1/api"
	parsed, err := client.ParseBase(base)
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.New(client.Settings{
		Dialect: dialect, Base: base,
		Credential: client.Credential{Secret: client.NewSecret("mu_0123456789abcdef"), Origin: client.Origin(parsed)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &session{Client: made}
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
		{ending("permanent"), client.VerbRevoke, "active disabled expired", "\"n-revoked\" (revoked) is revoked already\n"},
		{undoing(), client.VerbDisable, "active expired", "\"n-disabled\" (disabled) is disabled already\n\"n-revoked\" (revoked) is revoked already\n"},
		{undoing(), client.VerbDelete, "active disabled expired revoked", ""},
	} {
		a, notes := told(t)
		left, err := a.readyToStop(t.Context(), signedIn(t, test.dialect), keys, stop{verb: test.verb, done: "stopped", yes: true})
		if err != nil || ids(left) != test.left || notes.String() != test.notes {
			t.Errorf("%s: got %q, %v, %q", test.verb, ids(left), err, notes.String())
		}
	}
}

func TestTheOwnKeyIsStoppedOnlyWhenItIsMeant(t *testing.T) {
	t.Parallel()
	own := client.Key{ID: "me", Name: "me", Prefix: "mu_01234567", Status: client.Active}
	for verb, done := range map[client.Verb]string{client.VerbDisable: "disabled", client.VerbRevoke: "revoked", client.VerbDelete: "deleted"} {
		a, _ := told(t)
		s := signedIn(t, undoing())
		left, err := a.readyToStop(t.Context(), s, []client.Key{other("a", client.Active), own}, stop{verb: verb, done: done, yes: true})
		if left != nil || client.KindOf(err) != client.Conflict || !strings.HasSuffix(err.Error(), "nothing was "+done) {
			t.Errorf("%s: got %q, %v", verb, ids(left), err)
		}
		left, err = a.readyToStop(t.Context(), s, []client.Key{other("a", client.Active), own}, stop{verb: verb, done: done, yes: true, self: true})
		if ids(left) != "a me" || err != nil {
			t.Errorf("%s --self: got %q, %v", verb, ids(left), err)
		}
	}
}

func TestOnlyDisabledKeysAreEnabled(t *testing.T) {
	t.Parallel()
	a, notes := told(t)
	left, err := a.readyToEnable(undoing(), []client.Key{other("active", client.Active), other("disabled", client.Disabled)})
	if err != nil || ids(left) != "disabled" || notes.String() != "\"n-active\" (active) is enabled already\n" {
		t.Errorf("got %q, %v, %q", ids(left), err, notes.String())
	}
	for _, status := range []client.Status{client.Expired, client.Revoked} {
		left, err := a.readyToEnable(undoing(), []client.Key{other("disabled", client.Disabled), other("x", status)})
		if left != nil || client.KindOf(err) != client.Conflict || !strings.Contains(err.Error(), string(status)) {
			t.Errorf("%s: got %q, %v", status, ids(left), err)
		}
	}
}

func TestTheQuestionSaysWhetherThereIsAWayBack(t *testing.T) {
	t.Parallel()
	noDelete := undoing()
	delete(noDelete.Actions, client.VerbDelete)
	for want, test := range map[string]struct {
		dialect client.Dialect
		verb    client.Verb
	}{
		"revoke these 2 keys? this is reversible: `keyctl-cloud enable` undoes it, `keyctl-cloud delete` removes it for good [y/N] ": {undoing(), client.VerbRevoke},
		"revoke these 2 keys? this is reversible: `keyctl-cloud enable` undoes it [y/N] ":                                            {noDelete, client.VerbRevoke},
		"delete these 2 keys? this is permanent [y/N] ":                                                                              {undoing(), client.VerbDelete},
		"revoke these 2 keys? this is permanent, at once [y/N] ":                                                                     {ending("permanent, at once"), client.VerbRevoke},
		"revoke these 2 keys? this is permanent [y/N] ":                                                                              {ending("DELETE with a body"), client.VerbRevoke},
	} {
		a, _ := told(t)
		a.profile.Console, a.profile.Name = "made-up", "work\x1b"
		hostile := client.Key{ID: "b\x1b", Name: "\u202eb", CreatedAt: time.Now()}
		asked := question(a, signedIn(t, test.dialect), test.verb, []client.Key{other("a", client.Active), hostile})
		named := "on made-up at 127.0.0.1:1 (profile work\\u001b):\n  \"n-a\" (a), created"
		if !strings.HasSuffix(asked, "\n"+want) || strings.ContainsAny(asked, "\x1b\u202e") || !strings.HasPrefix(asked, strings.Replace(named, "created", "of unknown age", 1)) {
			t.Errorf("asked is %q, want %q", asked, want)
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
		a, _ := told(t, strings.Fields(test.args)...)
		if got := a.wayBack(undoing(), test.verb, test.key); got != test.want {
			t.Errorf("%s %v %q: got %q", test.args, test.verb, test.key.ID, got)
		}
	}
}

// What was done and how to undo it stand on one line.
func TestAStoppedKeyIsToldWithTheWayBack(t *testing.T) {
	t.Parallel()
	a, notes := told(t)
	c := change{verb: client.VerbDisable, done: "disabled"}
	a.system.Out = nullFile(t)
	key := other("ak_1", client.Disabled)
	if err := a.tell(c, undoing(), a.options(), []client.Key{key}, []client.Result{{Key: key}}); err != nil {
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
