package emulator

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

const headerTimeout = 10 * time.Second

// Dial opens a connection to the emulator over memory. The server behind it
// starts with the first connection and ends with Close.
func (e *Emulator) Dial(ctx context.Context) (net.Conn, error) {
	connection, err := e.pipe.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("dial the emulator: %w", err)
	}
	return connection, nil
}

// pipeServer is an HTTP server on connections that never leave the process.
type pipeServer struct {
	handler http.Handler

	mutex    sync.Mutex
	closed   bool
	listener *pipeListener
	server   *http.Server
	stop     context.CancelFunc
	serving  chan struct{}
	open     sync.WaitGroup
}

func newPipeServer(handler http.Handler) *pipeServer { return &pipeServer{handler: handler} }

func (p *pipeServer) dial(ctx context.Context) (net.Conn, error) {
	listener, err := p.start()
	if err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	select {
	case listener.connections <- far:
		return near, nil
	case <-listener.done:
		err = net.ErrClosed
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	_ = near.Close()
	_ = far.Close()
	return nil, err
}

// start makes the channels as late as it can: inside the synctest bubble of the
// first caller, if there is one.
func (p *pipeServer) start() (*pipeListener, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return nil, net.ErrClosed
	}
	if p.listener != nil {
		return p.listener, nil
	}
	p.listener = &pipeListener{connections: make(chan net.Conn), done: make(chan struct{})}
	p.serving = make(chan struct{})
	alive, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.server = &http.Server{
		Handler:           p.handler,
		ReadHeaderTimeout: headerTimeout,
		BaseContext:       func(net.Listener) context.Context { return alive },
		ConnState:         p.track,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func(server *http.Server, listener net.Listener, serving chan struct{}) {
		defer close(serving)
		_ = server.Serve(listener)
	}(p.server, p.listener, p.serving)
	return p.listener, nil
}

func (p *pipeServer) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		p.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		p.open.Done()
	}
}

// close waits for the accepting loop first, because only then does the server
// know every connection it has to close.
func (p *pipeServer) close() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return
	}
	p.closed = true
	if p.listener == nil {
		return
	}
	p.stop()
	_ = p.listener.Close()
	<-p.serving
	_ = p.server.Close()
	p.open.Wait()
}

type pipeListener struct {
	connections chan net.Conn
	done        chan struct{}
	once        sync.Once
}

// Accept implements net.Listener.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.connections:
		return connection, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *pipeListener) Addr() net.Addr { return pipeAddress{} }

type pipeAddress struct{}

// Network implements net.Addr.
func (pipeAddress) Network() string { return "pipe" }

// String implements net.Addr.
func (pipeAddress) String() string { return "emulator" }
