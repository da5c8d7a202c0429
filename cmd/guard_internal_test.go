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

// brokenSecret is what the panics of [RunBroken] hold.
const brokenSecret = "a secret of 38 characters, %25 or so !"

// RunBroken is the program with one command more, which knows a secret and
// panics with it in the way that its argument names.
func RunBroken() {
	a := newApp(Process())
	os.Exit(a.carryOut(func() *cobra.Command {
		root := a.root()
		root.AddCommand(&cobra.Command{Use: "break", RunE: func(command *cobra.Command, words []string) error {
			a.redactor.Register(client.NewSecret(brokenSecret))
			a.breakDown(command.Context(), words[0])
			return nil
		}})
		return root
	}))
}

func (a *app) breakDown(ctx context.Context, how string) {
	broken := func() string { panic("it was " + brokenSecret) }
	switch how {
	case "here":
		broken()
	case "runtime":
		var none map[string]string
		none[brokenSecret] = ""
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
