package cmd

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
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
	network := client.Errorf(client.Unreachable, "cannot reach it: %w", &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)})
	for what, test := range map[string]struct {
		out  io.Writer
		rows iter.Seq2[output.Row, error]
		kind client.Kind // 0: no error
	}{
		"a reader that left":                  {failing{epipe}, rowsAnd(3, nil), 0},
		"a reader that left a long list":      {failing{epipe}, rowsAnd(100_000, nil), 0},
		"a full disk":                         {failing{syscall.ENOSPC}, rowsAnd(3, nil), client.Failed},
		"a broken connection":                 {io.Discard, rowsAnd(0, network), client.Unreachable},
		"a connection that broke midway":      {io.Discard, rowsAnd(3, network), client.Unreachable},
		"both, before anything was written":   {failing{epipe}, rowsAnd(0, network), client.Unreachable},
		"both, with some that isn't written":  {failing{epipe}, rowsAnd(3, network), client.Unreachable},
		"a broken list and a full disk":       {failing{syscall.ENOSPC}, rowsAnd(3, network), client.Unreachable},
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
				kind = client.Unreachable // it is held until its end
			}
			if (err != nil) != (kind != 0) || err != nil && client.KindOf(err) != kind {
				t.Errorf("%s as %s: got %v", what, format, err)
			}
		}
	}
}

// oneConnection is a listener that accepts once.
type oneConnection struct {
	connection net.Conn
	accepted   sync.Once
	done       chan struct{}
}

func (l *oneConnection) Accept() (connection net.Conn, err error) {
	l.accepted.Do(func() { connection = l.connection })
	if connection == nil {
		<-l.done
		err = net.ErrClosed
	}
	return connection, err
}

func (l *oneConnection) Close() error   { close(l.done); return nil }
func (l *oneConnection) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "pipe"} }

func TestTheEmulatorWaitsForNoEndlessRequest(t *testing.T) {
	t.Parallel()
	for what, sent := range map[string]string{
		"header": "POST / HTTP/1.1\r\nHost: localhost\r\nX-", "body": "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{",
	} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			listener := &oneConnection{connection: far, done: make(chan struct{})}
			server := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if _, err := io.ReadAll(r.Body); err == nil {
					t.Error("the body has an end")
				}
				w.WriteHeader(http.StatusBadRequest)
			}))
			ended := make(chan error, 1)
			go func() { ended <- server.Serve(listener) }()
			start := time.Now()
			_ = near.SetDeadline(start.Add(time.Hour))
			_, _ = io.WriteString(near, sent)
			_, _ = io.Copy(io.Discard, near)
			if took := time.Since(start); took < 10*time.Second || took > time.Minute {
				t.Errorf("half a %s was cut after %s", what, took)
			}
			if err := errors.Join(near.Close(), server.Close()); err != nil {
				t.Error(err)
			}
			<-ended
		})
	}
}
