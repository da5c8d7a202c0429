package filelock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestOneAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	var count, holding atomic.Int32
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			unlock, err := Lock(t.Context(), path, time.Minute)
			if err != nil {
				t.Error(err)
				return
			}
			if holding.Add(1) != 1 {
				t.Error("two have it at the same time")
			}
			runtime.Gosched()
			count.Add(1)
			holding.Add(-1)
			unlock()
		})
	}
	group.Wait()
	if count.Load() != 16 {
		t.Errorf("%d had it", count.Load())
	}
}

func TestWhoWaitsGivesUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := Lock(t.Context(), path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(t.Context(), path, 20*time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Errorf("patience: got %v", err)
	}
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	if _, err := Lock(ctx, path, time.Minute); !errors.Is(err, reason) {
		t.Errorf("stopped: got %v", err)
	}
	unlock()
	unlock, err = Lock(t.Context(), path, time.Minute)
	if err != nil {
		t.Fatalf("given back: %v", err)
	}
	unlock()
}

func TestWhatCannotBeALock(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	target, link := filepath.Join(folder, "target"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(target, nil, 0o600), os.Symlink(target, link)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, filepath.Join(folder, "missing", "lock"), filepath.Join(target, "lock")} {
		if _, err := Lock(t.Context(), path, time.Minute); err == nil || errors.Is(err, ErrBusy) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}
