package keys

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/identify"
	"keyctl/cmd/cli"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
	"keyctl/output"
	"keyctl/output/plain"
)

const verifyHelp = `Find out whether a secret works, by asking its console for something that changes
nothing, once with the secret and once with one that is made up. The secret is asked
for without showing it, or read from stdin or a file; it is never an argument. It is
sent to the console of the profile and nowhere else, and only when it begins like
the secrets of that console. To try a secret is to use it, which some consoles note.

Beside the verdict stands the key that the secret belongs to, where the list of keys
tells. Exit code 0 means that the secret works, 10 that it is refused, and 8 that
the console's answers don't tell.`

// NewVerify makes the command `verify`.
func NewVerify(run *cli.Run) *cobra.Command {
	var g cli.GivenSecret
	command := &cobra.Command{
		Use:        "verify",
		Short:      "find out whether a secret works",
		Long:       verifyHelp,
		Example:    run.Examples("  keyctl verify\n  keyctl verify --secret-stdin < leaked.txt\n  keyctl verify -p work --secret-file leaked.txt -o json"),
		SuggestFor: []string{"check", "test", "try", "validate"},
		Args:       cli.SecretArguments(run),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := g.Check(command); err != nil {
				return err
			}
			return runVerify(command.Context(), run, g)
		},
	}
	cli.AddSecretFlags(run, command, &g)
	return command
}

// verdict is whether a secret works, as verify reports it.
type verdict struct {
	Profile string          `json:"profile"`
	Console string          `json:"console"`
	Verdict client.Verdict  `json:"verdict"`
	Host    string          `json:"host"`
	Why     string          `json:"why"`
	Key     json.RawMessage `json:"key"` // the one that it belongs to, or null

	key *client.Key
}

func runVerify(ctx context.Context, run *cli.Run, g cli.GivenSecret) error {
	asJSON, err := run.PlainOutput("verify")
	if err != nil {
		return err
	}
	var secret secrets.Secret
	acct, err := run.Open(ctx, func(d client.Dialect) error {
		secret, err = readVerifiable(ctx, run, d, g)
		return err
	})
	if err != nil {
		return err
	}
	defer acct.Close()
	belongs := bearer(ctx, run, acct, secret) // first: to try a secret is to use it
	verified, err := acct.Verify(ctx, secret)
	if err != nil {
		return err
	}
	found := verdict{
		Profile: acct.Profile.Name, Console: acct.Profile.Console,
		Verdict: verified.Verdict, Host: verified.Host, Why: verified.Why, key: belongs,
	}
	if err := writeVerdict(run.Hiding(), acct, found, asJSON); err != nil {
		return err
	}
	return aboutKey(run, notWorking(verified), acct.Dialect(), belongs)
}

// aboutKey completes the failure of a secret that doesn't work, where its key is
// known: one that is disabled would work again.
func aboutKey(run *cli.Run, err error, dialect client.Dialect, key *client.Key) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok || key == nil || failure.Kind != errs.CheckFailed || key.Status == client.Active {
		return err
	}
	failure = failure.About(key.ID)
	switch {
	case key.Status == client.Disabled && dialect.Offered(client.VerbDelete):
		return failure.WithHint("its key %s is disabled, and would work again once it is enabled; `%s` removes it for good", key.Describe(), pasted(run, client.VerbDelete, *key))
	case key.Status == client.Disabled:
		return failure.WithHint("its key %s is disabled, and would work again once it is enabled; `%s` ends it for good", key.Describe(), pasted(run, client.VerbRevoke, *key))
	}
	return failure.WithHint("its key %s is %s", key.Describe(), key.Status)
}

// readVerifiable reads a secret that the console can be asked about. Where it
// can't be asked, this fails before it asks for the secret.
func readVerifiable(ctx context.Context, run *cli.Run, dialect client.Dialect, g cli.GivenSecret) (secrets.Secret, error) {
	if _, err := dialect.Action(client.VerbVerify); err != nil {
		return secrets.Secret{}, err
	}
	secret, err := cli.ReadGiven(ctx, run, g)
	if err != nil {
		return secret, err
	}
	return secret, cli.BelongsTo(dialect, secret)
}

// bearer finds the key that a secret belongs to, nil where the list doesn't
// tell. That changes no verdict.
func bearer(ctx context.Context, run *cli.Run, acct *account.Account, secret secrets.Secret) *client.Key {
	found, err := bearers(ctx, acct, secret)
	switch {
	case err != nil:
		run.Warn("the keys could not be listed, so that nothing tells which one it is: %s", err)
	case len(found) == 0:
		run.Note("no key of the profile %s begins like the secret", safetext.Printable(acct.Profile.Name))
	case len(found) > 1:
		run.Note("%d keys begin like the secret, so that nothing tells which one it is; `identify` shows them", len(found))
	case !found[0].Telling():
		run.Note("the secret could be that of %s, but the console tells too little of it to know", found[0].Key.Describe())
	}
	return onlyTelling(found)
}

// bearers gives the keys that a secret could belong to, by what the list tells.
func bearers(ctx context.Context, acct *account.Account, secret secrets.Secret) ([]identify.Match, error) {
	found, err := identify.Matches(acct.List(ctx), secret, acct.Dialect().KeyPrefix)
	return identify.Begun(found), err
}

// onlyTelling gives the key that is beyond doubt, nil for none.
func onlyTelling(found []identify.Match) *client.Key {
	if len(found) != 1 || !found[0].Telling() {
		return nil
	}
	return &found[0].Key
}

// notWorking is the failure that a verdict is.
func notWorking(verified client.Verified) error {
	switch verified.Verdict {
	case client.Works:
		return nil
	case client.Refused:
		return errs.Errorf(errs.CheckFailed, "the secret does not work: %s", verified.Why).
			WithHint("it was revoked, it expired, or it never was one; `identify` looks for its key in all accounts")
	default:
		return errs.Errorf(errs.Unreachable, "whether the secret works is unclear: %s", verified.Why).
			WithHint("try again later; `doctor` checks the way to the console")
	}
}

// writeVerdict writes in one Write.
func writeVerdict(out io.Writer, acct *account.Account, found verdict, asJSON bool) error {
	var text bytes.Buffer
	if found.key != nil {
		list, err := output.NewList(&text, output.Options{Format: "jsonl"})
		if err == nil {
			err = writeRows(list, []output.Row{acct.Row(*found.key)})
		}
		if err != nil {
			return err
		}
		found.Key = bytes.Clone(text.Bytes())
		text.Reset()
	}
	if asJSON {
		if err := plain.JSON(&text, found); err != nil {
			return err
		}
	} else {
		found.lines(&text)
	}
	_, err := out.Write(text.Bytes())
	return plain.Quietly(err)
}

// lines writes a verdict for a person.
func (v verdict) lines(text *bytes.Buffer) {
	table := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	line := func(label, value string) { _, _ = fmt.Fprintf(table, "%s\t%s\n", label, safetext.Printable(value)) }
	line("verdict", string(v.Verdict))
	line("profile", v.Profile)
	line("console", v.Console)
	line("host", v.Host)
	line("why", v.Why)
	if v.key != nil {
		line("name", v.key.Name)
		line("id", v.key.ID)
		line("status", string(v.key.Status))
	}
	_ = table.Flush() // into memory
}
