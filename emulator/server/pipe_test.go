package server

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestCloseEndsARequestThatWaits(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := NewPipe(Delay(time.Hour, http.NotFoundHandler()))
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return p.Dial(ctx) }}
	failed := make(chan error)
	go func() {
		// The server doesn't notice that a client left while it has a body to read.
		response, err := (&http.Client{Transport: transport}).Post("http://localhost/test/", "application/json", strings.NewReader("{}"))
		if err == nil {
			_ = response.Body.Close()
		}
		failed <- err
	}()
	for connected := false; !connected; {
		p.mutex.Lock()
		connected = p.listener != nil
		p.mutex.Unlock()
		runtime.Gosched()
	}
	p.Close()
	if err := <-failed; err == nil {
		t.Error("the request succeeded")
	}
}
