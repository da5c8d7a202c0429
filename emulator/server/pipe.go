package server

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"keyctl/internal/memory"
)

const headerTimeout = 10 * time.Second

// Pipe is an HTTP server on connections that never leave the process.
type Pipe struct {
	handler http.Handler

	mutex    sync.Mutex
	closed   bool
	listener *memory.Listener
	server   *http.Server
	stop     context.CancelFunc
	serving  chan struct{}
	open     sync.WaitGroup
}

// NewPipe gives a server of a handler. It starts with the first connection.
func NewPipe(handler http.Handler) *Pipe { return &Pipe{handler: handler} }

// Dial opens a connection to the server.
func (p *Pipe) Dial(ctx context.Context) (net.Conn, error) {
	listener, err := p.start()
	if err != nil {
		return nil, err
	}
	return listener.Dial(ctx)
}

// start makes the channels as late as it can: inside the synctest bubble of the
// first caller, if there is one.
func (p *Pipe) start() (*memory.Listener, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return nil, net.ErrClosed
	}
	if p.listener != nil {
		return p.listener, nil
	}
	p.listener = memory.Listen()
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

func (p *Pipe) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		p.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		p.open.Done()
	}
}

// Close ends every connection and the server. It waits for the accepting loop
// first, because only then does the server know every connection it has to close.
func (p *Pipe) Close() {
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
