package cmd

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"keyctl/client"
	"keyctl/config"
)

// progress lets the spinner say which of several profiles did not answer yet.
// It is safe for concurrent use.
type progress struct {
	show  func(text string) // nil where nobody looks
	count int

	mutex sync.Mutex
	left  []string
}

func (a *app) newProgress(accounts []config.Account) *progress {
	p := &progress{count: len(accounts)}
	for _, account := range accounts {
		p.left = append(p.left, account.Profile.Name)
	}
	if a.spins() {
		p.show = func(text string) { a.spinner.turnOn(text, a.stderrWidth) }
		p.show(p.text())
	}
	return p
}

// answered is told when a profile's list is at its end.
func (p *progress) answered(name string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if at := slices.Index(p.left, name); at >= 0 {
		p.left = slices.Delete(p.left, at, at+1)
	}
	if p.show != nil {
		p.show(p.text())
	}
}

func (p *progress) text() string {
	return client.Printable(fmt.Sprintf("asking %d profiles: waiting for %s", p.count, strings.Join(p.left, ", ")))
}
