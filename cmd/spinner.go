package cmd

import (
	"cmp"
	"io"
	"sync"
	"time"
)

const (
	spinnerDelay = 500 * time.Millisecond // a shorter wait shows nothing
	spinnerPace  = 100 * time.Millisecond
	spinnerErase = "\r\x1b[K"
)

// spinner shows on a terminal that a wait takes long. Everything for stderr is
// written through it, so that nothing else comes onto its line. Until it is
// turned on it shows nothing.
//
// A list begins a wait with each piece that it reads: one that ends soon costs
// setting a timer, and no more. Where several lists wait at once, that is one
// wait, from the begin of the first to the end of the last.
type spinner struct {
	out   io.Writer
	width func() int // of the terminal, in columns; 0 when unknown

	mutex  sync.Mutex
	timer  *time.Timer // draws; nil as long as the spinner is off
	text   string
	rests  string    // the text of one wait of another kind, "" for none
	waits  int       // how many there are at the moment
	since  time.Time // the begin of the wait; zero when there is none to show
	frame  int
	shown  bool
	barred bool // stdout left the cursor where nothing may be erased
	hushed bool // somebody is asked something
}

// turnOn makes the spinner show a text in waits to come.
func (s *spinner) turnOn(text string, width func() int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.text, s.width = text, width
	if s.timer == nil {
		s.timer = time.AfterFunc(spinnerDelay, s.draw)
		s.timer.Stop()
	}
}

// rest gives the wait that begins next a text of its own.
func (s *spinner) rest(text string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.rests = text
}

// wait is told when a wait begins and when it is over.
func (s *spinner) wait(waiting bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !waiting {
		if s.waits--; s.waits == 0 {
			s.rests = ""
			s.clear()
		}
		return
	}
	if s.waits++; s.waits == 1 {
		s.begin()
	}
}

// hush keeps the spinner away from a question, and from its answer.
func (s *spinner) hush(hushed bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.hushed = hushed
	if hushed {
		s.clear()
		return
	}
	s.begin()
}

// bar keeps the spinner away while stdout is written, and afterwards as long as
// nothing may be erased.
func (s *spinner) bar(barred bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.barred = barred
	if barred {
		s.clear()
		return
	}
	s.begin()
}

// begin lets the time run after which a wait is shown.
func (s *spinner) begin() {
	if s.timer == nil || s.waits == 0 || s.barred || s.hushed {
		return
	}
	s.since, s.frame = time.Now(), 0
	s.timer.Reset(spinnerDelay)
}

// clear shows nothing any more.
func (s *spinner) clear() {
	if s.timer == nil {
		return
	}
	s.since = time.Time{}
	s.timer.Stop()
	s.erase()
}

// draw shows one frame and sees to the next.
func (s *spinner) draw() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.since.IsZero() || time.Since(s.since) < spinnerDelay {
		return // it is the timer of a wait that ended just now
	}
	frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	line := string(frames[s.frame%len(frames)]) + " " + cmp.Or(s.rests, s.text)
	s.frame++
	s.shown = true
	_, _ = io.WriteString(s.out, spinnerErase+fit(line, s.width()))
	s.timer.Reset(spinnerPace)
}

// erase leaves an empty line.
func (s *spinner) erase() {
	if s.shown {
		s.shown = false
		_, _ = io.WriteString(s.out, spinnerErase)
	}
}

// Write writes to stderr.
func (s *spinner) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.erase()
	return s.out.Write(text)
}

// fit cuts a line that would not fit: what wraps can't be erased. A
// character that isn't ASCII may be two columns wide.
func fit(line string, columns int) string {
	if columns <= 0 {
		columns = 80
	}
	used := 1 // the last column stays free
	for i, r := range line {
		used++
		if r > '~' {
			used++
		}
		if used > columns {
			return line[:i]
		}
	}
	return line
}
