package journal

import (
	"sync"
	"testing"
)

// TestWhoTidiesUpLeavesWhatBegins: others look at the journal all the time, and
// remove what a process left that died before it had an entry.
func TestWhoTidiesUpLeavesWhatBegins(t *testing.T) {
	t.Parallel()
	j := Journal{Folder: t.TempDir() + "/journal"}
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := j.Pending(); err != nil {
					t.Error(err)
				}
			}
		})
		writers.Go(func() {
			for range 50 {
				entry, err := j.Begin(Intent{Console: "huddle01", Name: "x"})
				if err != nil {
					t.Error(err)
					continue
				}
				if err := entry.Erase(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
}
