package cmd_test

import (
	"net"
	"net/http"
	"testing"
)

// connection counts the connections that are open.
func (c *console) connection(_ net.Conn, state http.ConnState) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch state {
	case http.StateNew:
		c.open++
	case http.StateClosed, http.StateHijacked:
		c.open--
		c.closed.Broadcast()
	}
}

// settle waits until the console has dealt with all that processes have sent it
// which are dead now.
func (c *console) settle(t testing.TB) {
	t.Helper()
	// Connections are taken in turn: once this one is answered, it has all that
	// were made before.
	last := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := last.Get(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for c.open > 0 {
		c.closed.Wait()
	}
}
