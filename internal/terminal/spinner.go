package terminal

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

// Spinner shows on a terminal that a wait takes long. Everything for stderr is
// written through it, so that nothing else lands on its line. Until it is
// turned on it shows nothing.
//
// A list begins a wait with each piece that it reads: a short one costs setting
// a timer, and no more. Where several lists wait at once, that is one wait, from
// the start of the first to the end of the last.
type Spinner struct {
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
	hushed bool // a person is being asked something
}

// NewSpinner gives a spinner that writes to out, and is off.
func NewSpinner(out io.Writer) *Spinner { return &Spinner{out: out} }

// TurnOn makes the spinner show a text in waits to come. width is that of the
// terminal in columns, 0 when unknown.
func (s *Spinner) TurnOn(text string, width func() int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.text, s.width = text, width
	if s.timer == nil {
		s.timer = time.AfterFunc(spinnerDelay, s.draw)
		s.timer.Stop()
	}
}

// Rest gives the wait that begins next a text of its own.
func (s *Spinner) Rest(text string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.rests = text
}

// Wait marks the start and the end of a wait.
func (s *Spinner) Wait(waiting bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !waiting {
		if s.waits--; s.waits == 0 {
			s.rests = ""
			s.blank()
		}
		return
	}
	if s.waits++; s.waits == 1 {
		s.begin()
	}
}

// Hush keeps the spinner away from a question, and from its answer.
func (s *Spinner) Hush(hushed bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.hushed = hushed
	if hushed {
		s.blank()
		return
	}
	s.begin()
}

// bar keeps the spinner away while stdout is written, and afterwards as long as
// nothing may be erased.
func (s *Spinner) bar(barred bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.barred = barred
	if barred {
		s.blank()
		return
	}
	s.begin()
}

// begin lets the time run after which a wait is shown.
func (s *Spinner) begin() {
	if s.timer == nil || s.waits == 0 || s.barred || s.hushed {
		return
	}
	s.since, s.frame = time.Now(), 0
	s.timer.Reset(spinnerDelay)
}

// blank removes what is shown, and shows nothing more in this wait.
func (s *Spinner) blank() {
	if s.timer == nil {
		return
	}
	s.since = time.Time{}
	s.timer.Stop()
	s.erase()
}

// draw shows one frame and sees to the next.
func (s *Spinner) draw() {
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
func (s *Spinner) erase() {
	if s.shown {
		s.shown = false
		_, _ = io.WriteString(s.out, spinnerErase)
	}
}

// Write writes to stderr.
func (s *Spinner) Write(text []byte) (int, error) {
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
