package cli

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// givenAdvice is for everybody who gives a key's secret where others see it.
const givenAdvice = "give the secret at the prompt, with --secret-stdin or with --secret-file; " +
	"one that stood on a command line was seen by other programs and the shell's history: revoke it"

// GivenSecret is how a command is given a key's secret.
type GivenSecret struct {
	stdin bool
	file  string
}

// Asked reports whether a flag says that a secret is given.
func (g GivenSecret) Asked() bool { return g.stdin || g.file != "" }

// AddSecretFlags adds the ways to give a secret, and hidden flags that refuse one.
func AddSecretFlags(r *Run, command *cobra.Command, g *GivenSecret) {
	flags := command.Flags()
	flags.BoolVar(&g.stdin, "secret-stdin", false, "read the secret from stdin; a terminal is asked for it")
	flags.StringVar(&g.file, "secret-file", "", "read the secret from a file")
	RefuseSecretFlags(r, flags)
	complete.Flag(command, "secret-file", complete.Files)
}

// SecretArguments takes no word: it may be the secret, and is not repeated.
func SecretArguments(r *Run) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		if len(words) == 0 {
			return nil
		}
		for _, word := range words {
			r.Redactor.Register(secrets.New(word))
		}
		return errs.Errorf(errs.Usage, "%s takes no argument: nothing secret is ever given as one", command.Name()).WithHint(givenAdvice)
	}
}

// Check refuses a secret that is given in the wrong place, or twice.
func (g GivenSecret) Check(command *cobra.Command) error {
	if g.stdin && g.file != "" {
		return errs.Errorf(errs.Usage, "--secret-stdin and --secret-file do not go together").WithHint("give the secret in one way")
	}
	return NoSecretFlags(command.Flags(), givenAdvice)
}

// ReadGiven reads the secret that is given: from the file, from a stdin that
// is no terminal, or at a prompt. From then on it is blacked out.
func ReadGiven(ctx context.Context, r *Run, g GivenSecret) (secrets.Secret, error) {
	var secret secrets.Secret
	var err error
	switch {
	case g.file != "":
		secret, err = ReadSecretFile(ctx, r, "secret-file", g.file)
	case !system.IsTerminal(r.In):
		secret, err = ReadSecret(ctx, "stdin", r.In)
	case r.Terminal.CanAsk():
		secret, err = typed(ctx, r)
	default:
		err = errs.Errorf(errs.Usage, "there is no terminal to ask for the secret").WithHint("give it on stdin, or with --secret-file")
	}
	r.Redactor.Register(secret)
	r.Given.Register(secret)
	return secret, err
}

func typed(ctx context.Context, r *Run) (secrets.Secret, error) {
	typed, err := r.Terminal.Secret(ctx, "secret of the key (it is not shown): ")
	if err != nil {
		return typed, err
	}
	return config.ReadCredential("what was typed", typed.Reveal())
}

// BelongsTo refuses a secret that can't be one of the console's.
func BelongsTo(dialect client.Dialect, secret secrets.Secret) error {
	if dialect.Shaped(secret) {
		return nil
	}
	return errs.Errorf(errs.Usage, "this is no secret of %s, whose secrets begin with %s; it was not sent", dialect.Console, dialect.KeyPrefix).
		WithHint("`identify` tells which console it could belong to; -p names the profile to ask")
}
