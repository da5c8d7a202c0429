package emulator

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"keyctl/emulator/server"
	"keyctl/emulator/store"
)

// Emulator serves every console it was given from one data file.
type Emulator struct {
	file    *store.File
	handler http.Handler
	members map[string][]member
	pipe    *server.Pipe
}

// New opens the data file and makes this run's credentials.
func New(settings Settings, halves []Half) (*Emulator, error) {
	if err := settings.check(); err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	if err := checkHalves(halves); err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	file, err := settings.open()
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	halves = slices.Clone(halves)
	e := &Emulator{file: file, members: make(map[string][]member)}
	e.handler = server.Guard(server.Delay(settings.Latency, e.mount(settings, halves)), refuse)
	e.pipe = server.NewPipe(e.handler)
	return e, nil
}

// mount gives a handler that serves each half under its path.
func (e *Emulator) mount(settings Settings, halves []Half) http.Handler {
	shared := &faults{left: slices.Clone(settings.Faults)}
	handlers := make([]http.Handler, len(halves))
	for i, half := range halves {
		members := newMembers(half.Members, half.NewCredential)
		e.members[half.Console] = members
		handlers[i] = http.StripPrefix(half.Path, half.Handler(&Account{
			console:    half.Console,
			rules:      settings.over(half.Rules),
			namespaces: slices.Clone(half.Namespaces),
			members:    members,
			file:       e.file,
			faults:     shared,
			now:        settings.clock(),
		}))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i, half := range halves {
			if strings.HasPrefix(r.URL.Path, half.Path+"/") {
				handlers[i].ServeHTTP(w, r)
				return
			}
		}
		refuse(w, http.StatusNotFound, "no console is served under this path")
	})
}

// refuse answers a request that reaches no console.
func refuse(w http.ResponseWriter, status int, text string) {
	WriteJSON(w, status, map[string]string{"error": text})
}

// Handler serves every console under its path. It answers only requests to a
// loopback host without an Origin header.
func (e *Emulator) Handler() http.Handler { return e.handler }

// Dial opens a connection to the emulator over memory. The server behind it
// starts with the first connection and ends with Close.
func (e *Emulator) Dial(ctx context.Context) (net.Conn, error) {
	connection, err := e.pipe.Dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("dial the emulator: %w", err)
	}
	return connection, nil
}

// Credential is this run's management credential of a console, that of its
// first member, or "" if the emulator doesn't serve that console.
func (e *Emulator) Credential(console string) string {
	if members := e.members[console]; len(members) > 0 {
		return members[0].credential
	}
	return ""
}

// MemberCredential is this run's management credential of a console's member,
// or "" if there is no such member. The one of an account without members is
// named "".
func (e *Emulator) MemberCredential(console, name string) string {
	for _, one := range e.members[console] {
		if one.name == name {
			return one.credential
		}
	}
	return ""
}

// Close ends every connection that Dial made and closes the data file.
func (e *Emulator) Close() error {
	e.pipe.Close()
	return e.file.Close()
}
