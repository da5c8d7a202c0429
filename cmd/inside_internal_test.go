package cmd

import (
	"context"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/cmd/stdout"
	"keyctl/internal/merge"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
	"keyctl/output"
)

// insideSecret is the secret that [RunInside] knows.
const insideSecret = "a secret of 38 characters, %25 or so !"

// RunInside is the program with two commands more, which do what no command line
// can ask for: one panics with a secret, the other masks it.
func RunInside() {
	p := newProgram(system.Process())
	os.Exit(p.execute(func() *cobra.Command {
		root := p.root()
		root.AddCommand(&cobra.Command{Use: "break", RunE: func(command *cobra.Command, words []string) error {
			p.Redactor.Register(secrets.New(insideSecret))
			p.breakDown(command.Context(), words[0])
			return nil
		}}, &cobra.Command{Use: "mask", RunE: func(_ *cobra.Command, words []string) error {
			p.Redactor.Register(secrets.New(insideSecret))
			mask := stdout.Mask{System: p.System}
			if err := mask.Check(); err != nil && words[0] == "ask" {
				return err
			}
			return mask.Mask(secrets.New(insideSecret))
		}})
		return root
	}))
}

// breakDown panics in the way that a word names, on the goroutine of the command
// or beside it.
func (p *program) breakDown(ctx context.Context, how string) {
	broken := func() string { panic("it was " + insideSecret) }
	switch how {
	case "here":
		broken()
	case "runtime":
		var none map[string]string
		none[insideSecret] = "" //nolint:staticcheck // that is what is wanted
	case "asking":
		_, _ = p.Terminal.Answer(ctx, "", broken)
	case "writing":
		_, _ = system.Leaving(ctx, panicking(broken)).Write(nil)
	case "reading":
		_, _ = cli.ReadSecret(ctx, "a test", panicking(broken))
	case "listing":
		opened := func(context.Context) (iter.Seq2[output.Row, error], error) { broken(); return nil, nil }
		for range merge.Sources(ctx, []merge.Source[output.Row]{opened}, func(output.Row) int { return 1 }) {
			continue
		}
	}
}

// panicking is a stream that panics.
type panicking func() string

func (p panicking) Write([]byte) (int, error) { return io.WriteString(io.Discard, p()) }
func (p panicking) Read([]byte) (int, error)  { return strings.NewReader(p()).Read(nil) }
