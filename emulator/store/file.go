package emulator

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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
	// itself pauses 50 ms, which starves a process beside a busy one.
	lockPause = 4 * time.Millisecond
)

// store opens its file for each transaction, because bbolt locks the file for
// as long as it is open and other processes want their turn.
type store struct {
	path string

	mutex  sync.RWMutex
	closed bool
	// kept stays open when the keys live in memory only: its file has no name.
	kept   *bbolt.DB
	folder string
}

func openStore(settings Settings) (*store, error) {
	switch {
	case settings.InMemory && settings.Data != "":
		return nil, errors.New("a data file and in-memory exclude each other")
	case settings.InMemory:
		return openInMemory()
	case settings.Data == "":
		return nil, errors.New("no data file is given")
	}
	if err := os.MkdirAll(filepath.Dir(settings.Data), 0o700); err != nil {
		return nil, fmt.Errorf("create the folder of the data file: %w", err)
	}
	s := &store{path: settings.Data}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

func openInMemory() (*store, error) {
	folder, err := os.MkdirTemp("", "keyctl-emulator-")
	if err != nil {
		return nil, fmt.Errorf("create a temporary folder: %w", err)
	}
	path := filepath.Join(folder, "keys.db")
	database, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true, NoStatistics: true})
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, fmt.Errorf("open a temporary file: %w", err)
	}
	// Systems that can't remove an open file leave this to close.
	_ = os.RemoveAll(folder)
	return &store{kept: database, folder: folder}, nil
}

// check makes the file if it isn't there and refuses one that was cut short:
// touching what is missing from a mapped file kills the process.
func (s *store) check() error {
	info, err := os.Stat(s.path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return s.update(context.Background(), func(*bbolt.Tx) error { return nil })
	}
	if err != nil {
		return fmt.Errorf("look at the data file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("data file %s is not a regular file", s.path)
	}
	return s.view(context.Background(), func(tx *bbolt.Tx) error {
		if info, err = os.Stat(s.path); err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("data file %s was cut short", s.path)
		}
		return nil
	})
}

func (s *store) update(ctx context.Context, do func(*bbolt.Tx) error) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.transact(ctx, false, func(database *bbolt.DB) error { return database.Update(do) })
}

func (s *store) view(ctx context.Context, do func(*bbolt.Tx) error) error {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return s.transact(ctx, true, func(database *bbolt.DB) error { return database.View(do) })
}

// transact opens the file for one transaction. Of a damaged file bbolt reads
// pages that aren't there, or panics: both end in an error, and in an unlocked
// file.
func (s *store) transact(ctx context.Context, readOnly bool, do func(*bbolt.DB) error) (err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("data file %s: %w: %v", s.path, ErrDamaged, reason)
			unlock(file)
			_ = file.Close()
		}
	}()
	database, release, err := s.open(ctx, readOnly, &file)
	if err != nil {
		return err
	}
	return errors.Join(do(database), release())
}

// open waits for its turn. The file that it opens is noted at once.
func (s *store) open(ctx context.Context, readOnly bool, file **os.File) (*bbolt.DB, func() error, error) {
	if s.closed {
		return nil, nil, ErrClosed
	}
	if s.kept != nil {
		return s.kept, func() error { return nil }, nil
	}
	deadline := time.Now().Add(lockTimeout)
	for {
		// The shortest timeout makes bbolt try just once.
		database, err := bbolt.Open(s.path, 0o600, &bbolt.Options{
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
			return nil, nil, fmt.Errorf("open data file %s: %w", s.path, err)
		case time.Now().After(deadline):
			return nil, nil, fmt.Errorf("open data file %s: %w", s.path, ErrBusy)
		}
		pause := time.NewTimer(time.Duration(1 + rand.Int64N(int64(lockPause))))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return nil, nil, fmt.Errorf("open data file %s: %w", s.path, context.Cause(ctx))
		}
	}
}

func (s *store) close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.kept == nil {
		return nil
	}
	return errors.Join(s.kept.Close(), os.RemoveAll(s.folder))
}
