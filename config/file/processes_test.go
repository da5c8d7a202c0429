package file

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// TestTwelveWritersLoseNothing: each is a process of its own, as twelve jobs on
// one machine are. Whenever one of them has written, a reader looks, while the
// others go on: it finds a whole file, and no fewer profiles than before.
func TestTwelveWritersLoseNothing(t *testing.T) {
	t.Parallel()
	const count = 12
	store := newStore(t)
	written := make(chan struct{}, count*rounds)
	var writers sync.WaitGroup
	for number := range count {
		writers.Go(func() { runWriter(t, store, number, written) })
	}
	go func() { writers.Wait(); close(written) }()
	last := 0
	for range written {
		file, err := store.Read()
		if err != nil || len(file.Profiles) < last {
			t.Errorf("got %d profiles after %d, %v", len(file.Profiles), last, err)
		}
		last = len(file.Profiles)
	}
	file, err := store.Read()
	if err != nil || len(file.Profiles) != count*rounds {
		t.Errorf("got %d profiles, %v, want %d", len(file.Profiles), err, count*rounds)
	}
	only(t, store, "profiles.lock", "profiles.yaml")
}

// runWriter runs a child of the test, which prints a line for each update.
func runWriter(t *testing.T, store Store, number int, written chan<- struct{}) {
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%s:%d", childVariable, store.Folder(), number))
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Error(err)
		return
	}
	for lines := bufio.NewScanner(output); lines.Scan(); {
		written <- struct{}{}
	}
	if err := child.Wait(); err != nil {
		t.Errorf("writer %d: %v", number, err)
	}
}
