package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// nowhere takes all and keeps nothing.
type nowhere struct{}

func (nowhere) Write(text []byte) (int, error) { return len(text), nil }

// broken takes so many bytes and then fails.
type broken struct {
	room  int
	err   error
	calls int
}

func (b *broken) Write(text []byte) (int, error) {
	b.calls++
	if len(text) <= b.room {
		b.room -= len(text)
		return len(text), nil
	}
	return 0, b.err
}

func brokenPipe() *broken {
	return &broken{err: &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}}
}

func assertWriteFailure(t *testing.T, err, cause error) {
	t.Helper()
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok || failure.Kind != errs.Failed || !errors.Is(err, cause) {
		t.Fatalf("got %#v, want a failed write because of %v", err, cause)
	}
	if want := "cannot write the output: " + cause.Error(); failure.What != want {
		t.Errorf("got %q, want %q", failure.What, want)
	}
}

func TestEveryFormatReportsFailedWrites(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		for _, terminal := range []bool{false, true} {
			o := Options{Format: format, Terminal: terminal}
			list, err := NewList(brokenPipe(), o)
			if err != nil {
				t.Fatal(err)
			}
			addErr := list.Add(sampleRows()[0])
			assertWriteFailure(t, list.Close(), syscall.EPIPE)
			if addErr != nil {
				assertWriteFailure(t, addErr, syscall.EPIPE)
				assertWriteFailure(t, list.Add(sampleRows()[0]), syscall.EPIPE)
			}
			assertWriteFailure(t, WriteKey(brokenPipe(), o, sampleRows()[0]), syscall.EPIPE)
		}
	}
}

func TestLongListsStopAtAFailedWrite(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "wide", "json", "jsonl", "csv", "tsv", "name"} {
		target := brokenPipe()
		target.room = 100 << 10
		list, err := NewList(target, Options{Format: format})
		if err != nil {
			t.Fatal(err)
		}
		added := 0
		for err == nil && added < 1_000_000 {
			err = list.Add(sampleRows()[0])
			added++
		}
		assertWriteFailure(t, err, syscall.EPIPE)
		calls := target.calls
		assertWriteFailure(t, list.Close(), syscall.EPIPE)
		if err := list.Abort(); err != nil {
			t.Errorf("%s: the failure comes again: %v", format, err)
		}
		if target.calls != calls {
			t.Errorf("%s: wrote after a failed write", format)
		}
	}
}

func TestFullDevice(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer func() { _ = full.Close() }()
	for _, format := range Formats() {
		for _, terminal := range []bool{false, true} {
			o := Options{Format: format, Terminal: terminal}
			list, err := NewList(full, o)
			if err != nil {
				t.Fatal(err)
			}
			_ = list.Add(sampleRows()[0])
			assertWriteFailure(t, list.Close(), syscall.ENOSPC)
			assertWriteFailure(t, WriteKey(full, o, sampleRows()[0]), syscall.ENOSPC)
		}
	}
	for _, format := range CreatedFormats() {
		err := WriteCreated(full, Options{Format: format}, sampleRows()[0], secrets.New("rg_secret"))
		assertWriteFailure(t, err, syscall.ENOSPC)
		if strings.Contains(fmt.Sprintf("%+v %#v", err, err), "rg_secret") {
			t.Errorf("%s: the error holds the secret", format)
		}
	}
	assertWriteFailure(t, WriteError(full, false, "p", "v", io.EOF), syscall.ENOSPC)
}

type short struct{}

func (short) Write(text []byte) (int, error) { return len(text) - 1, nil }

func TestShortWriteIsAFailure(t *testing.T) {
	t.Parallel()
	assertWriteFailure(t, WriteKey(short{}, Options{}, sampleRows()[0]), io.ErrShortWrite)
}

func TestTerminalGetsRowsAsTheyCome(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"json", "jsonl", "csv", "tsv", "name"} {
		for _, terminal := range []bool{false, true} {
			var text strings.Builder
			list, err := NewList(&text, Options{Format: format, Terminal: terminal})
			if err != nil {
				t.Fatal(err)
			}
			if err := list.Add(sampleRows()[0]); err != nil {
				t.Fatal(err)
			}
			if shown := strings.Contains(text.String(), "ci-pipeline"); shown != terminal {
				t.Errorf("%s, terminal %t: shown is %t", format, terminal, shown)
			}
		}
	}
}
