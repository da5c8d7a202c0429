package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Open gives the data file of a path, and makes it if it isn't there yet.
func Open(path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("create the folder of the data file: %w", err)
	}
	f := &File{path: path}
	if err := f.check(); err != nil {
		return nil, err
	}
	return f, nil
}

// InMemory gives a data file that nobody else sees, and that is gone after Close.
func InMemory() (*File, error) {
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
	return &File{kept: database, folder: folder}, nil
}

// check makes the file if it isn't there and refuses one that was cut short:
// touching what is missing from a mapped file kills the process.
func (f *File) check() error {
	info, err := os.Stat(f.path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return f.Update(context.Background(), func(*bbolt.Tx) error { return nil })
	}
	if err != nil {
		return fmt.Errorf("look at the data file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("data file %s is not a regular file", f.path)
	}
	return f.View(context.Background(), func(tx *bbolt.Tx) error {
		if info, err = os.Stat(f.path); err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("data file %s was cut short", f.path)
		}
		return nil
	})
}
