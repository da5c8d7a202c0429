package keys

import (
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"syscall"
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/output"
)

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }

func rowsAnd(count int, err error) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		for i := range count {
			if !yield(output.Row{Key: client.Key{ID: fmt.Sprint("ak_", i)}}, nil) {
				return
			}
		}
		if err != nil {
			yield(output.Row{}, err)
		}
	}
}

func TestOnlyABrokenStdoutIsQuiet(t *testing.T) {
	t.Parallel()
	epipe := &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	network := errs.Errorf(errs.Unreachable, "cannot reach it: %w", &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)})
	for what, test := range map[string]struct {
		out  io.Writer
		rows iter.Seq2[output.Row, error]
		kind errs.Kind // 0: no error
	}{
		"a reader that left":                  {failing{epipe}, rowsAnd(3, nil), 0},
		"a reader that left a long list":      {failing{epipe}, rowsAnd(100_000, nil), 0},
		"a full disk":                         {failing{syscall.ENOSPC}, rowsAnd(3, nil), errs.Failed},
		"a broken connection":                 {io.Discard, rowsAnd(0, network), errs.Unreachable},
		"a connection that broke midway":      {io.Discard, rowsAnd(3, network), errs.Unreachable},
		"both, before anything was written":   {failing{epipe}, rowsAnd(0, network), errs.Unreachable},
		"both, with some that isn't written":  {failing{epipe}, rowsAnd(3, network), errs.Unreachable},
		"a broken list and a full disk":       {failing{syscall.ENOSPC}, rowsAnd(3, network), errs.Unreachable},
		"a reader that left before the break": {failing{epipe}, rowsAnd(100_000, network), 0},
	} {
		for _, format := range []string{"table", "json", "csv", "yaml", "name"} {
			list, err := output.NewList(test.out, output.Options{Format: format})
			if err != nil {
				t.Fatal(err)
			}
			err = write(list, test.rows)
			kind := test.kind
			if format == "yaml" && what == "a reader that left before the break" {
				kind = errs.Unreachable // it is held until its end
			}
			if (err != nil) != (kind != 0) || err != nil && errs.KindOf(err) != kind {
				t.Errorf("%s as %s: got %v", what, format, err)
			}
		}
	}
}
