package network

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

// TestWhatBreaksLaterIsNoMatterOfCertificates, though a server asked for one.
func TestWhatBreaksLaterIsNoMatterOfCertificates(t *testing.T) {
	t.Parallel()
	late := obstacleOf(certificateAsked{io.ErrUnexpectedEOF})
	if strings.Contains(late.what, "certificate") || late.lasting {
		t.Errorf("got %+v", late)
	}
	early := obstacleOf(certificateAsked{&net.OpError{Op: "write", Err: syscall.EPIPE}}) // it took nothing of a request
	if !strings.Contains(early.what, "demands a client certificate") || early.lasting {
		t.Errorf("got %+v", early)
	}
}

// TestWhatAServerWritesIsNoAlert: what a server writes elsewhere is no alert.
func TestWhatAServerWritesIsNoAlert(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		errors.New("remote error: tls: certificate required"),
		&net.OpError{Op: "read", Err: errors.New("remote error: tls: certificate required")},
		fmt.Errorf("malformed HTTP response %q: %w", "remote error: tls: certificate required", io.EOF),
	} {
		if unwelcome(err) || alertIn(err) != "" {
			t.Errorf("%v passes for an alert", err)
		}
	}
	alert := fmt.Errorf("readLoopPeekFailLocked: %w", &net.OpError{Op: "local", Err: &net.OpError{Op: "remote error", Err: tls.AlertError(116)}})
	if !unwelcome(alert) {
		t.Errorf("%v is an alert", alert)
	}
}

// TestNonsenseIsNotTriedAgain holds net/http to the wording that nonsensical knows.
func TestNonsenseIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"no status line": "hello\r\n\r\n",
		"no status":      "HTTP/1.1 abc OK\r\n\r\n",
		"no colon":       "HTTP/1.1 200 OK\r\nContent-Type\r\n\r\n",
		"a long header":  "HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 2*maxHeader) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := &url.URL{Scheme: "http", Host: "localhost"}
			line, err := New(base, &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go func() {
					defer func() { _ = far.Close() }()
					_, _ = far.Read(make([]byte, 4096))
					_, _ = io.WriteString(far, answer)
				}()
				return near, nil
			}}, "")
			if err != nil {
				t.Fatal(err)
			}
			defer line.Close()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base.String(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if response, err := line.Send(request, false); err == nil || response != nil || Passing(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}
