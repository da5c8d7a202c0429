package cmd

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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
	rests []restingProfile
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
		p.over(name)
	}
	if p.show != nil {
		p.show(p.text())
	}
}

// restingProfile is one that waits because of its console's limit.
type restingProfile struct {
	name string
	text string
}

// rest is told when a profile begins to wait because of its console's limit.
func (p *progress) rest(name string, pause time.Duration) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.over(name)
	p.rests = append(p.rests, restingProfile{name, restOf(name, pause)})
	p.show(p.text())
	time.AfterFunc(pause, func() { p.rested(name) })
}

// rested is told when a wait is over.
func (p *progress) rested(name string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.over(name)
	p.show(p.text())
}

func (p *progress) over(name string) {
	p.rests = slices.DeleteFunc(p.rests, func(r restingProfile) bool { return r.name == name })
}

func (p *progress) text() string {
	text := fmt.Sprintf("asking %d profiles: waiting for %s", p.count, strings.Join(p.left, ", "))
	for _, resting := range p.rests {
		text += "; " + resting.text
	}
	return client.Printable(text)
}

// restOf tells that a profile waits.
func restOf(name string, pause time.Duration) string {
	return fmt.Sprintf("%s waits %d s", client.Printable(name), wholeSeconds(pause))
}
