package signin

import (
	"context"
	"fmt"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// secretAdvice is for everybody who gives a credential where others see it.
const secretAdvice = "give the credential at the prompt, with --key-stdin or with --key-file; " +
	"one that stood on a command line was seen by other programs and the shell's history: revoke it"

// newCredential gets the credential to sign in with.
func newCredential(ctx context.Context, run *cli.Run, o loginOptions, profile config.Profile, origin string) (client.Credential, error) {
	var secret secrets.Secret
	var err error
	switch {
	case profile.From == config.FromCommand:
		return run.Opener().FromCommand(ctx, profile, origin)
	case profile.From == config.FromEnvironment:
		secret, err = config.ReadCredential("KEYCTL_API_KEY", run.Environment("KEYCTL_API_KEY"))
	case o.keyFile != "":
		secret, err = cli.ReadSecretFile(ctx, run, "key-file", o.keyFile)
	case o.keyStdin && !system.IsTerminal(run.In):
		secret, err = cli.ReadSecret(ctx, "stdin", run.In)
	case run.Terminal.CanAsk():
		secret, err = askCredential(ctx, run, profile, origin)
	default:
		err = errs.Errorf(errs.Usage, "there is no terminal to ask for the credential").WithHint("give it with --key-stdin or --key-file")
	}
	return client.Credential{Secret: secret, Origin: origin}, err
}

func askCredential(ctx context.Context, run *cli.Run, profile config.Profile, origin string) (secrets.Secret, error) {
	console, _ := consoles.Find(profile.Console)
	run.Note("%s takes %s", profile.Console, console.Dialect().SignIn)
	typed, err := run.Terminal.Secret(ctx, fmt.Sprintf("credential for %s at %s (it is not shown): ", profile.Console, safetext.Printable(origin)))
	if err != nil {
		return typed, err
	}
	return config.ReadCredential("what was typed", typed.Reveal())
}
