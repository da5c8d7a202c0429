// Package clitest makes runs and accounts for the tests of commands.
package clitest

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/pflag"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/network"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// New gives a run without a terminal and without an environment, whose
// stderr goes to a writer.
func New(t *testing.T, stderr io.Writer, args ...string) *cli.Run {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	run := cli.New(system.System{
		Args: append([]string{"keyctl"}, args...), Environment: func(string) string { return "" },
		In: file, Out: file, Err: file,
	}, "keyctl-cloud", "test")
	run.AddFlags(pflag.NewFlagSet("", pflag.ContinueOnError))
	if err := run.Flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	if err := run.Load(); err != nil {
		t.Fatal(err)
	}
	run.Stderr, run.Terminal.Out = stderr, stderr
	return run
}

// Noted is [New] with a stderr that can be read.
func Noted(t *testing.T, args ...string) (*cli.Run, *bytes.Buffer) {
	t.Helper()
	notes := &bytes.Buffer{}
	return New(t, notes, args...), notes
}

// SignedIn gives an account of a console that nothing can be sent to.
func SignedIn(t *testing.T, dialect client.Dialect, profile config.Profile) *account.Account {
	t.Helper()
	base := "http://127.0.0.1:1/api"
	parsed, err := network.ParseBase(base)
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.New(client.Settings{
		Dialect: dialect, Base: base,
		Credential: client.Credential{Secret: secrets.New("mu_0123456789abcdef"), Origin: network.Origin(parsed)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &account.Account{Client: made, Profile: profile}
}
