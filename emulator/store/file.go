package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

const (
	// lockTimeout is how long a transaction waits for other processes.
	lockTimeout = 10 * time.Second
	// lockPause is the longest pause between two attempts to get the lock. bbolt
	// itself pauses 50 ms, which starves a process while another is busy.
	lockPause = 4 * time.Millisecond
)

// File is a data file. It is opened for each transaction, because bbolt locks it
// for as long as it is open and other processes need their turn.
type File struct {
	path string

	mutex  sync.RWMutex
	closed bool
	// kept stays open when the keys live in memory only: its file has no name.
	kept   *bbolt.DB
	folder string
}

// Update runs a transaction that may write.
func (f *File) Update(ctx context.Context, do func(*bbolt.Tx) error) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.transact(ctx, false, func(database *bbolt.DB) error { return database.Update(do) })
}

// View runs a transaction that only reads.
func (f *File) View(ctx context.Context, do func(*bbolt.Tx) error) error {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.transact(ctx, true, func(database *bbolt.DB) error { return database.View(do) })
}

// transact opens the file for one transaction. Of a damaged file bbolt reads
// pages that aren't there, or panics: both end in an error, and in an unlocked
// file.
func (f *File) transact(ctx context.Context, readOnly bool, do func(*bbolt.DB) error) (err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("data file %s: %w: %v", f.path, ErrDamaged, reason)
			unlock(file)
			_ = file.Close()
		}
	}()
	database, release, err := f.open(ctx, readOnly, &file)
	if err != nil {
		return err
	}
	return errors.Join(do(database), release())
}

// open waits for its turn. The opened file is stored in file at once, for
// a panic to find.
func (f *File) open(ctx context.Context, readOnly bool, file **os.File) (*bbolt.DB, func() error, error) {
	if f.closed {
		return nil, nil, ErrClosed
	}
	if f.kept != nil {
		return f.kept, func() error { return nil }, nil
	}
	deadline := time.Now().Add(lockTimeout)
	for {
		// The shortest timeout makes bbolt try just once.
		database, err := bbolt.Open(f.path, 0o600, &bbolt.Options{
			Timeout: 1, ReadOnly: readOnly, NoStatistics: true,
			OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
				opened, err := os.OpenFile(path, flag, mode)
				*file = opened
				return opened, err
			},
		})
		switch {
		case err == nil:
			return database, database.Close, nil
		case !errors.Is(err, bbolterrors.ErrTimeout):
			return nil, nil, fmt.Errorf("open data file %s: %w", f.path, err)
		case time.Now().After(deadline):
			return nil, nil, fmt.Errorf("open data file %s: %w", f.path, ErrBusy)
		}
		pause := time.NewTimer(time.Duration(1 + rand.Int64N(int64(lockPause))))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return nil, nil, fmt.Errorf("open data file %s: %w", f.path, context.Cause(ctx))
		}
	}
}

// Close waits for the transaction that runs, and lets no other begin.
func (f *File) Close() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	if f.kept == nil {
		return nil
	}
	return errors.Join(f.kept.Close(), os.RemoveAll(f.folder))
}
