package emulator

import (
	"crypto/sha256"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// TooMany is the error of a request above the rate a console allows.
type TooMany struct {
	// Wait is how long it takes until one more is allowed.
	Wait time.Duration
}

// Error implements error.
func (t *TooMany) Error() string { return "too many requests" }

// Announce adds Retry-After, in whole seconds and at least one.
func (t *TooMany) Announce(header http.Header) {
	seconds := (t.Wait + time.Second - 1) / time.Second
	header.Set("Retry-After", strconv.FormatInt(int64(max(1, seconds)), 10))
}

// pace counts requests, by the hash of the secret that came with them.
type pace struct {
	mutex    sync.Mutex
	admitted map[[sha256.Size]byte][]time.Time
	swept    time.Time
}

func (p *pace) admit(who [sha256.Size]byte, limit int, clock func() time.Time) (wait time.Duration, ok bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := clock()
	p.sweep(now)
	counted := recent(p.admitted[who], now)
	if len(counted) >= limit {
		p.admitted[who] = counted
		return counted[0].Add(time.Minute).Sub(now), false
	}
	p.admitted[who] = append(counted, now)
	return 0, true
}

// sweep forgets, once a minute, the secrets that made no request in the last one,
// so that unknown secrets take no more memory than a minute's.
func (p *pace) sweep(now time.Time) {
	if p.admitted != nil && within(p.swept, now) {
		return
	}
	kept := make(map[[sha256.Size]byte][]time.Time)
	for who, times := range p.admitted {
		if counted := recent(times, now); len(counted) > 0 {
			kept[who] = counted
		}
	}
	p.admitted, p.swept = kept, now
}

// recent leaves out the times that no longer count.
func recent(times []time.Time, now time.Time) []time.Time {
	for len(times) > 0 && !within(times[0], now) {
		times = times[1:]
	}
	return times
}

// within says whether a time lies in the minute before now. One that lies after
// it doesn't count: the clock was set back.
func within(moment, now time.Time) bool {
	age := now.Sub(moment)
	return age >= 0 && age < time.Minute
}
