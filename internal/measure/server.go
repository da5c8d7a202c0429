//go:build unix

package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

// credential is accepted by nobody; the server asks for none.
const credential = "mk_0000000000000000000000000000000000000000000000000000000000000000"

// serveWord makes this program the server. It is a process of its own: the
// peak memory of a child that Linux tells begins with that of its parent, which
// therefore has to be small.
const serveWord = "serve"

type server struct {
	base    string
	process *exec.Cmd
}

func startServer() (*server, error) {
	itself, err := os.Executable()
	if err != nil {
		return nil, err
	}
	process := exec.Command(itself, serveWord)
	process.Stderr = os.Stderr
	output, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	s := &server{process: process}
	_, err = fmt.Fscanln(output, &s.base)
	return s, err
}

func (s *server) stop() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// serve answers every request with the same list, made beforehand: the server
// costs each program the same, and as little as possible.
func serve(string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	answer := list(listKeys)
	fmt.Printf("http://%s/api/v1\n", listener.Addr())
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})}
	return server.Serve(listener)
}

// list is a list in the shape that Huddle01 documents.
func list(count int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"code":"OK","data":[`)
	at := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"ak_%012x","name":"pipeline-%d","prefix":"mk_%08x...","created_at":"%s"}`,
			i, i, i*2654435761&0xffffffff, at.Add(time.Duration(i)*time.Minute).Format(time.RFC3339))
	}
	b.WriteString(`]}`)
	return b.Bytes()
}
