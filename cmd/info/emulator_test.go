package info

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

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
