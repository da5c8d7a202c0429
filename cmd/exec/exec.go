// Package exec holds the command that runs another program with a secret.
package exec

import (
	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
)

const execHelp = `Run a command with a secret in one variable of its environment. The secret is
either kept in the keyring, where ` + "`create --to keyring:NAME`" + ` puts it, or that of a
new key which ends with the command, however that ends.

The first word that is no flag begins the command, with or without a -- before
it; no flag behind that is ours. The command gets stdin, stdout and stderr as
they are, and all of the environment but our own credential and passphrase.
Signals are handed on to it. Where exec itself is killed (kill -9), the command
goes on, and its key works until the next exec --new of the same account ends it,
or ` + "`recover`" + `.

A command that is not there is noticed before a key is made. Under GitHub Actions
the secret is masked in the log. The exit code is that of the command, or

  128+N  a signal with the number N ended it, or came before it began
  125    exec itself failed, or the command ended well and the key did not end
  126    there is such a command, and it cannot be run
  127    there is no such command`

const execExamples = `  keyctl exec --key deploy --env API_KEY -- ./deploy.sh
  keyctl exec --new --expires 1h --env API_KEY -- make integration-test
  keyctl -p sandbox exec --new --scope inference --env TOKEN sh -c 'echo ${#TOKEN}'
  keyctl exec --new --name nightly --env API_KEY --dry-run -- ./nightly.sh`

type execOptions struct {
	cli.DraftOptions
	key      string
	fresh    bool
	variable string
	dryRun   bool
}

// NewExec makes the command `exec`.
func NewExec(run *cli.Run) *cobra.Command {
	var o execOptions
	command := &cobra.Command{
		Use:                   "exec --env VAR {--key NAME | --new} -- COMMAND [ARG…]",
		Short:                 "run a command with a secret in its environment",
		Long:                  execHelp,
		Example:               run.Examples(execExamples),
		DisableFlagsInUseLine: true,
		SuggestFor:            []string{"run", "with", "env", "lend", "spawn"},
		Args:                  cobra.ArbitraryArgs,
		RunE:                  func(c *cobra.Command, words []string) error { return runExec(run, c, words, o) },
		ValidArgsFunction:     complete.Files,
	}
	complete.SetEndsFlags(command)
	cli.SetFailureCode(command, execFailed)
	flags := command.Flags()
	flags.SetInterspersed(false)
	flags.StringVar(&o.key, "key", "", "the entry of the keyring that holds the secret, as in --to keyring:NAME")
	flags.BoolVar(&o.fresh, "new", false, "create a key for the command, and end it with the command")
	flags.Var(&cli.OnlyOnce{Text: &o.variable}, "env", "the variable that gets the secret, like API_KEY")
	o.AddFlags(run, command, "with --new: what the key is called; exec, the machine's name and some digits otherwise")
	flags.BoolVar(&o.dryRun, "dry-run", false, "with --new: check everything, send and run nothing")
	for _, name := range []string{"key", "env"} {
		complete.Flag(command, name, complete.Nothing)
	}
	return command
}

// runExec finds out whether the command can be run before anything else is
// asked or sent.
func runExec(run *cli.Run, command *cobra.Command, words []string, o execOptions) error {
	if err := o.check(command, words); err != nil {
		return err
	}
	if _, err := run.PlainOutput("exec"); err != nil {
		return err
	}
	program, err := findCommand(words[0])
	if err != nil {
		return err
	}
	lent := child{run: run, program: program, words: words, variable: o.variable}
	if o.fresh {
		return execWithNew(command.Context(), run, o, lent)
	}
	return execWithKept(command.Context(), run, o.key, lent)
}

// check refuses what does not go together.
func (o execOptions) check(command *cobra.Command, words []string) error {
	flags := command.Flags()
	if err := cli.Required(command, "env", "key", "name", "scope", "expires", "quota"); err != nil {
		return err
	}
	if err := checkVariable(o.variable); err != nil {
		return err
	}
	hint := command.CommandPath() + " --help shows examples"
	switch {
	case o.fresh && flags.Changed("key"):
		return errs.Errorf(errs.Usage, "--key and --new exclude each other").WithHint("%s", hint)
	case !o.fresh && !flags.Changed("key"):
		return errs.Errorf(errs.Usage, "one of --key and --new is missing").WithHint("%s", hint)
	case len(words) == 0:
		return errs.Errorf(errs.Usage, "the command is missing").WithHint("%s", hint)
	}
	for _, name := range []string{"name", "scope", "expires", "quota", "dry-run"} {
		if !o.fresh && flags.Changed(name) {
			return errs.Errorf(errs.Usage, "--%s goes with --new only", name).WithHint("leave it out: the key of --key is there already")
		}
	}
	return nil
}

// interruptedBefore is a signal that came before the command began.
func interruptedBefore() error {
	return errs.Errorf(errs.Failed, "interrupted; the command was not run")
}
