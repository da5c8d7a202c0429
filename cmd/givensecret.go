package cmd

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config"
)

// givenAdvice is for everybody who gives a key's secret where others see it.
const givenAdvice = "give the secret at the prompt, with --secret-stdin or with --secret-file; " +
	"one that stood on a command line was seen by other programs and the shell's history: revoke it"

// givenSecret is how a command is given a key's secret.
type givenSecret struct {
	stdin bool
	file  string
}

// asked reports whether a flag says that a secret is given.
func (g givenSecret) asked() bool { return g.stdin || g.file != "" }

// addSecretFlags adds the ways to give a secret, and those that there aren't.
func (a *app) addSecretFlags(command *cobra.Command, g *givenSecret) {
	flags := command.Flags()
	flags.BoolVar(&g.stdin, "secret-stdin", false, "read the secret from stdin; a terminal is asked for it")
	flags.StringVar(&g.file, "secret-file", "", "read the secret from a file")
	a.refuseSecretFlags(flags)
	completeFlag(command, "secret-file", files)
}

// secretArguments takes no word: it may be the secret, and is not repeated.
func (a *app) secretArguments(command *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	for _, word := range words {
		a.redactor.Register(client.NewSecret(word))
	}
	return client.Errorf(client.Usage, "%s takes no argument: nothing secret is ever given as one", command.Name()).WithHint(givenAdvice)
}

// check refuses a secret that is given in the wrong place, or twice.
func (g givenSecret) check(command *cobra.Command) error {
	if g.stdin && g.file != "" {
		return client.Errorf(client.Usage, "--secret-stdin and --secret-file do not go together").WithHint("give the secret in one way")
	}
	return noSecretFlags(command.Flags(), givenAdvice)
}

// readSecret reads the secret that is given: from the file, from a stdin that
// is no terminal, or at a prompt. From then on it is blacked out.
func (a *app) readSecret(ctx context.Context, g givenSecret) (client.Secret, error) {
	var secret client.Secret
	var err error
	switch {
	case g.file != "":
		secret, err = a.fromFile(ctx, "secret-file", g.file)
	case !isTerminal(a.system.In):
		secret, err = readCredential(ctx, "stdin", a.system.In)
	case a.canAsk():
		secret, err = a.typed(ctx)
	default:
		err = client.Errorf(client.Usage, "there is no terminal to ask for the secret").WithHint("give it on stdin, or with --secret-file")
	}
	a.redactor.Register(secret)
	a.given.Register(secret)
	return secret, err
}

// hiding is stdout for the commands that are given a secret, which a console may
// repeat in a name. It hides that secret, also one that is read later.
func (a *app) hiding() io.Writer { return a.given.Writer(a.system.Out) }

func (a *app) typed(ctx context.Context) (client.Secret, error) {
	typed, err := a.askSecret(ctx, "secret of the key (it is not shown): ")
	if err != nil {
		return typed, err
	}
	return config.ReadCredential("what was typed", typed.Reveal())
}

// belongsTo refuses a secret that can't be one of the console's: it belongs
// elsewhere, and is not sent where it doesn't.
func belongsTo(dialect client.Dialect, secret client.Secret) error {
	if dialect.Shaped(secret) {
		return nil
	}
	return client.Errorf(client.Usage, "this is no secret of %s, whose secrets begin with %s; it was not sent", dialect.Console, dialect.KeyPrefix).
		WithHint("`identify` tells which console it could belong to; -p names the profile to ask")
}
