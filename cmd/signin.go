package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/aside"
)

// secretAdvice is for everybody who gives a credential where others see it.
const secretAdvice = "give the credential at the prompt, with --key-stdin or with --key-file; " +
	"one that stood on a command line was seen by other programs and the shell's history: revoke it"

// swallowed is the value of a flag that shouldn't exist: it takes whatever
// it is given without a word, and remembers only that it was given.
type swallowed struct{ redactor *client.Redactor }

func (s swallowed) Set(text string) error { s.redactor.Register(client.NewSecret(text)); return nil }
func (s swallowed) String() string        { return "" }
func (s swallowed) Type() string          { return "string" }

// secretFlags are the flags that people would try.
func secretFlags() []string {
	return []string{"key", "api-key", "token", "secret", "password", "credential"}
}

// refuseSecretFlags hides flags that take a secret, so that giving one ends
// with advice, not with an error that repeats it.
func (a *app) refuseSecretFlags(flags *pflag.FlagSet) {
	for _, name := range secretFlags() {
		flags.Var(swallowed{a.redactor}, name, "")
		_ = flags.MarkHidden(name)
	}
}

// noSecretFlags refuses a secret that was given as a flag's value.
func noSecretFlags(flags *pflag.FlagSet, advice string) error {
	for _, name := range secretFlags() {
		if flags.Changed(name) {
			return client.Errorf(client.Usage, "there is no --%s: nothing secret is ever given as a flag's value", name).WithHint("%s", advice)
		}
	}
	return nil
}

// newCredential gets the credential to sign in with.
func (a *app) newCredential(ctx context.Context, o loginOptions, profile config.Profile, origin string) (client.Credential, error) {
	var secret client.Secret
	var err error
	switch {
	case profile.From == config.FromCommand:
		return a.fromCommand(ctx, profile, origin)
	case profile.From == config.FromEnvironment:
		secret, err = config.ReadCredential("KEYCTL_API_KEY", a.system.Environment("KEYCTL_API_KEY"))
	case o.keyFile != "":
		secret, err = a.fromFile(ctx, "key-file", o.keyFile)
	case o.keyStdin && !isTerminal(a.system.In):
		secret, err = readCredential(ctx, "stdin", a.system.In)
	case a.canAsk():
		secret, err = a.askCredential(ctx, profile, origin)
	default:
		err = client.Errorf(client.Usage, "there is no terminal to ask for the credential").WithHint("give it with --key-stdin or --key-file")
	}
	return client.Credential{Secret: secret, Origin: origin}, err
}

func (a *app) askCredential(ctx context.Context, profile config.Profile, origin string) (client.Secret, error) {
	console, _ := consoles.Find(profile.Console)
	a.note("%s takes %s", profile.Console, console.Dialect().SignIn)
	typed, err := a.askSecret(ctx, fmt.Sprintf("credential for %s at %s (it is not shown): ", profile.Console, client.Printable(origin)))
	if err != nil {
		return typed, err
	}
	return config.ReadCredential("what was typed", typed.Reveal())
}

// fromFile reads a credential from a file. Others may be able to read it, as
// they are with secrets that are mounted into containers: that costs a warning.
// Errors don't repeat its name, which may be a credential in the wrong place.
func (a *app) fromFile(ctx context.Context, flag, path string) (client.Secret, error) {
	file, err := os.Open(path)
	if err != nil {
		failed, _ := errors.AsType[*fs.PathError](err)
		return client.Secret{}, client.Errorf(client.Usage, "cannot open the file that --%s names: %w", flag, failed.Err).
			WithHint("name a file that holds the credential alone")
	}
	defer func() { _ = file.Close() }()
	if at, err := file.Stat(); err == nil && at.Mode().IsRegular() && readableByOthers(at) {
		a.warn("others on this machine can read %s; `chmod 600` keeps them out", client.Quote(path))
	}
	return readCredential(ctx, "the file "+client.Quote(path), file)
}

// largestInput is more than any credential, and little enough to hold.
const largestInput = 64 << 10

// readCredential reads all there is, or until ctx ends: whoever writes the
// other end of a pipe may never come.
func readCredential(ctx context.Context, source string, from io.Reader) (client.Secret, error) {
	type read struct {
		text []byte
		err  error
	}
	done := aside.Go(func() read {
		text, err := io.ReadAll(io.LimitReader(from, largestInput))
		return read{text, err}
	})
	select {
	case <-ctx.Done():
		return client.Secret{}, client.Errorf(client.Failed, "interrupted")
	case result := <-done:
		got := result.Get()
		if got.err != nil {
			return client.Secret{}, client.Errorf(client.Usage, "cannot read the credential from %s: %w", source, got.err).
				WithHint("it has to be there, alone on one line")
		}
		return config.ReadCredential(source, string(got.text))
	}
}
