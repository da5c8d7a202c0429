package emulator

import (
	"errors"
	"time"

	"keyctl/emulator/store"
)

// Settings say where an emulator keeps its keys and how it behaves.
type Settings struct {
	// Data is the file that keeps the keys. Several processes may use it at once.
	Data string
	// InMemory keeps the keys for as long as the emulator lives, instead of Data.
	InMemory bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Latency delays every answer.
	Latency time.Duration
	// Faults are the requests to fail.
	Faults []Fault
	// Limit is the number of active keys an account may hold, on every
	// console; 0 leaves each console its own rule.
	Limit int
	// RequestsPerMinute is how many requests one secret may make in any minute,
	// on the consoles that limit them; 0 leaves each console its own rule.
	RequestsPerMinute int
}

// check refuses settings that contradict each other or mean nothing.
func (s Settings) check() error {
	if s.Limit < 0 || s.Latency < 0 || s.RequestsPerMinute < 0 {
		return errors.New("limit, rate and latency must not be negative")
	}
	return nil
}

// open opens the data file.
func (s Settings) open() (*store.File, error) {
	switch {
	case s.InMemory && s.Data != "":
		return nil, errors.New("a data file and in-memory exclude each other")
	case s.InMemory:
		return store.InMemory()
	case s.Data == "":
		return nil, errors.New("no data file is given")
	}
	return store.Open(s.Data)
}

// clock is what gives the time.
func (s Settings) clock() func() time.Time {
	if s.Now == nil {
		return time.Now
	}
	return s.Now
}

// over gives the rules of a console with what the settings say instead.
func (s Settings) over(rules Rules) Rules {
	if s.Limit > 0 {
		rules.ActiveKeys = s.Limit
	}
	if s.RequestsPerMinute > 0 && rules.RequestsPerMinute > 0 {
		rules.RequestsPerMinute = s.RequestsPerMinute
	}
	return rules
}
