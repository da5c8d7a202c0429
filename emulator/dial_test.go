package emulator

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func pipeClient(e *Emulator) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) },
	}}
}

func fetch(ctx context.Context, client *http.Client, url string) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

// These tests look at every goroutine of the process, so they don't run in parallel.

func TestDialAndCloseLeaveNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	e, account := open(t, Settings{InMemory: true})
	create(t, account, draft("one"))
	client := pipeClient(e)
	for range 3 {
		if status, body, err := fetch(t.Context(), client, "http://localhost/test/"); status != 200 || body != "[\"one\"\n]" {
			t.Errorf("got %d %q %v", status, body, err)
		}
	}
	if status, _, err := fetch(t.Context(), client, "http://example.com/test/"); status != http.StatusForbidden {
		t.Errorf("the guard is missing: %d, %v", status, err)
	}
	silent, err := e.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := silent.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("a silent connection stays open: %v", err)
	}
	if _, err := e.Dial(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("dial after Close: %v", err)
	}
}

func TestDialsRaceWithClose(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	e, _ := open(t, Settings{InMemory: true})
	count(10, func(i int) error {
		if i == 5 {
			return e.Close()
		}
		connection, err := e.Dial(t.Context())
		if err == nil {
			_, err = connection.Read(make([]byte, 1))
		}
		return err
	}, func(err error) {
		if err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	})
}

func TestLatencyInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e, account := open(t, Settings{InMemory: true, Latency: time.Minute})
		client := pipeClient(e)
		start := time.Now()
		if key := create(t, account, draft("one")); !key.Created.Equal(start) {
			t.Errorf("created at %v, want %v", key.Created, start)
		}
		status, body, err := fetch(t.Context(), client, "http://localhost/test/")
		if waited := time.Since(start); status != 200 || body != "[\"one\"\n]" || waited != time.Minute {
			t.Errorf("after %v: %d %q %v", waited, status, body, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, _, err := fetch(ctx, client, "http://localhost/test/"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		client.CloseIdleConnections()
	})
}

func TestDialHonoursItsContext(t *testing.T) {
	t.Parallel()
	e, _ := open(t, Settings{InMemory: true})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		connection, err := e.Dial(ctx)
		if err == nil {
			_ = connection.Close()
		} else if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}
