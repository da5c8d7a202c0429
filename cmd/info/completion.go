package info

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/shell"
	"keyctl/output/plain"
)

const completionHelp = `Print the script that makes a shell complete commands, flags, their values, and
the names of your keys. For those the console is asked, for a second at most;
nothing is kept on disk and nothing is asked of you. A key with a name that a
shell could misread is offered by its id.

bash, with the package bash-completion, or in ~/.bashrc without it:

    keyctl completion bash > ~/.local/share/bash-completion/completions/keyctl
    source <(keyctl completion bash)

zsh, in a folder of $fpath, or in ~/.zshrc after compinit:

    keyctl completion zsh > "${fpath[1]}/_keyctl"
    source <(keyctl completion zsh)

fish:

    keyctl completion fish > ~/.config/fish/completions/keyctl.fish

PowerShell, in the file that $PROFILE names:

    keyctl completion powershell | Out-String | Invoke-Expression

The packages for Debian, Fedora, Alpine and Arch install the first three.`

const completionExamples = `  keyctl completion bash > ~/.local/share/bash-completion/completions/keyctl
  keyctl completion fish | source`

// NewCompletion makes the command `completion`.
func NewCompletion(run *cli.Run) *cobra.Command {
	command := &cobra.Command{
		Use:               "completion SHELL",
		Short:             "print the script that completes commands in a shell",
		Long:              strings.ReplaceAll(completionHelp, "keyctl", run.Name),
		Example:           strings.ReplaceAll(completionExamples, "keyctl", run.Name),
		Args:              cli.Arguments(1, 1, "completion takes one SHELL: bash, zsh, fish or powershell"),
		ValidArgsFunction: complete.FirstWord(shell.Names),
		RunE:              func(_ *cobra.Command, words []string) error { return runCompletion(run, words[0]) },
	}
	complete.SetFormats(command, nil)
	cli.SkipPending(command)
	return command
}

func runCompletion(run *cli.Run, name string) error {
	script, err := shell.Script(name, run.Name)
	if err != nil {
		return err
	}
	for _, flag := range []string{"columns", "jq", "no-header", "output"} {
		if run.Flags.Changed(flag) {
			return errs.Errorf(errs.Usage, "--%s has no effect on completion", flag).WithHint("leave it out")
		}
	}
	if _, err := io.WriteString(run.Out, script); err != nil {
		return plain.Quietly(errs.Errorf(errs.Failed, "cannot write the script: %w", err))
	}
	return nil
}
