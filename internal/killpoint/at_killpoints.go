//go:build killpoints

package killpoint

import (
	"fmt"
	"os"
	"sync"
)

// reached counts the points of the process. The lock is held while one is
// passed, so that a process that dies at a point passes no other meanwhile.
var reached struct { //nolint:gochecknoglobals // what is counted is the process, and no program that anybody gets has this
	sync.Mutex
	count int
}

// At marks a moment. The process logs it and dies if it is the chosen one, as
// surely as by a power cut: nothing is flushed, and nothing deferred runs.
func At(name string) {
	reached.Lock()
	defer reached.Unlock()
	reached.count++
	if path := os.Getenv("KILLPOINT_LOG"); path != "" {
		record(path, reached.count, name)
	}
	if os.Getenv("KILLPOINT_AT") == fmt.Sprint(reached.count) {
		die()
	}
}

// record panics when it fails: a test that counts must not miss one.
func record(path string, number int, name string) {
	log, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err == nil {
		_, err = fmt.Fprintf(log, "%d %s\n", number, name)
	}
	if err == nil {
		err = log.Close()
	}
	if err != nil {
		panic(err)
	}
}

// die never returns.
func die() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {} // the signal is on its way
}
