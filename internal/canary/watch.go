package canary

import (
	"cmp"
	"slices"
	"time"
)

// watchPace is how often processes are looked at that are watched. What lives
// shorter can be missed.
const watchPace = 2 * time.Millisecond

// Watch looks in a process and its descendants again and again, until stop is
// called. That gives what was found, each once.
func (s *Secrets) Watch(ancestor int) (stop func() ([]Find, error)) {
	type result struct {
		found []Find
		err   error
	}
	end, done := make(chan struct{}), make(chan result, 1)
	var all result
	look := func() {
		found, err := s.Processes(ancestor)
		for _, find := range found {
			if !slices.Contains(all.found, find) {
				all.found = append(all.found, find)
			}
		}
		all.err = cmp.Or(all.err, err)
	}
	go func() {
		ticker := time.NewTicker(watchPace)
		defer ticker.Stop()
		for {
			look()
			select {
			case <-end:
				look() // what has begun since
				done <- all
				return
			case <-ticker.C:
			}
		}
	}()
	return func() ([]Find, error) {
		close(end)
		all := <-done
		return all.found, all.err
	}
}
