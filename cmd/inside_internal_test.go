package cmd

import (
	"context"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/output"
)

// insideSecret is the secret that [RunInside] knows.
const insideSecret = "a secret of 38 characters, %25 or so !"

// RunInside is the program with two commands more, which do what no command line
// can ask for: one panics with a secret, the other masks it.
func RunInside() {
	a := newApp(Process())
	os.Exit(a.carryOut(func() *cobra.Command {
		root := a.root()
		root.AddCommand(&cobra.Command{Use: "break", RunE: func(command *cobra.Command, words []string) error {
			a.redactor.Register(client.NewSecret(insideSecret))
			a.breakDown(command.Context(), words[0])
			return nil
		}}, &cobra.Command{Use: "mask", RunE: func(_ *cobra.Command, words []string) error {
			a.redactor.Register(client.NewSecret(insideSecret))
			if err := a.canMask(); err != nil && words[0] == "ask" {
				return err
			}
			return a.mask(client.NewSecret(insideSecret))
		}})
		return root
	}))
}

// breakDown panics in the way that a word names, on the goroutine of the command
// or beside it.
func (a *app) breakDown(ctx context.Context, how string) {
	broken := func() string { panic("it was " + insideSecret) }
	switch how {
	case "here":
		broken()
	case "runtime":
		var none map[string]string
		none[insideSecret] = "" //nolint:staticcheck // that is what is wanted
	case "asking":
		_, _ = a.answer(ctx, "", broken)
	case "writing":
		_, _ = leavingWriter{ctx, panicking(broken)}.Write(nil)
	case "reading":
		_, _ = readCredential(ctx, "a test", panicking(broken))
	case "listing":
		opened := func(context.Context) (iter.Seq2[output.Row, error], error) { broken(); return nil, nil }
		for range merge(ctx, []source[output.Row]{opened}, weightOfRow) {
			continue
		}
	}
}

// panicking is a stream that panics.
type panicking func() string

func (p panicking) Write([]byte) (int, error) { return io.WriteString(io.Discard, p()) }
func (p panicking) Read([]byte) (int, error)  { return strings.NewReader(p()).Read(nil) }
