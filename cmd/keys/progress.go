package keys

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/safetext"
)

// progress lets the spinner say which of several profiles have not answered yet.
// It is safe for concurrent use.
type progress struct {
	show  func(text string) // nil where no spinner is shown
	count int

	mutex sync.Mutex
	left  []string
	rests []restingProfile
}

func newProgress(run *cli.Run, accounts []config.Account) *progress {
	p := &progress{count: len(accounts)}
	for _, account := range accounts {
		p.left = append(p.left, account.Profile.Name)
	}
	if run.Spins() {
		p.show = func(text string) { run.Terminal.Spinner.TurnOn(text, run.Terminal.Width) }
		p.show(p.text())
	}
	return p
}

// answered marks the end of a profile's list.
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

// rest marks that a profile begins to wait for its console's limit of requests.
func (p *progress) rest(name string, pause time.Duration) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.over(name)
	p.rests = append(p.rests, restingProfile{name, restOf(name, pause)})
	p.show(p.text())
	time.AfterFunc(pause, func() { p.rested(name) })
}

// rested marks the end of a wait.
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
	return safetext.Printable(text)
}

// restOf says that a profile waits.
func restOf(name string, pause time.Duration) string {
	return fmt.Sprintf("%s waits %d s", safetext.Printable(name), account.WholeSeconds(pause))
}
