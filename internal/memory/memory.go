// Package memory is a network of one host that never leaves the process: a
// listener, and connections to it. It works inside the bubbles of
// testing/synctest, where sockets don't.
package memory

import (
	"context"
	"net"
	"sync"
)

// Listener accepts the connections that its Dial makes.
type Listener struct {
	connections chan net.Conn
	done        chan struct{}
	once        sync.Once
}

// Listen makes a listener, inside the bubble of its caller if there is one.
func Listen() *Listener {
	return &Listener{connections: make(chan net.Conn), done: make(chan struct{})}
}

// Dial connects to the listener. It fails with net.ErrClosed once that is
// closed, and with the cause of a context that ends before.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	var err error
	select {
	case l.connections <- far:
		return near, nil
	case <-l.done:
		err = net.ErrClosed
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	_ = near.Close()
	_ = far.Close()
	return nil, err
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.connections:
		return connection, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener. It may be called more than once.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *Listener) Addr() net.Addr { return address{} }

type address struct{}

// Network implements net.Addr.
func (address) Network() string { return "memory" }

// String implements net.Addr.
func (address) String() string { return "memory" }
