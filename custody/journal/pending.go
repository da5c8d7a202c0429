package journal

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Found is an entry that no living process holds, or what lies in its place.
type Found struct {
	State
	Path    string
	Trouble error // why it can't be read; nil for an entry that can
}

// Pending gives what earlier commands left behind, oldest first. Entries of
// processes that live aren't among it. It changes none.
func (j Journal) Pending() ([]Found, error) {
	if j.Folder == "" {
		return nil, nil
	}
	files, err := os.ReadDir(j.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = j.check()
	}
	if err != nil {
		return nil, failed(j.Folder, "read", err)
	}
	var all []Found
	for _, file := range files {
		id, isEntry := strings.CutSuffix(file.Name(), entrySuffix)
		if !isEntry {
			j.tidy(file.Name())
			continue
		}
		state, err := j.look(id)
		switch {
		case errors.Is(err, errBusy), errors.Is(err, fs.ErrNotExist): // its process lives, or has just ended it
		case err != nil:
			all = append(all, Found{State: State{ID: id}, Path: j.path(id), Trouble: err})
		default:
			all = append(all, Found{State: state, Path: j.path(id)})
		}
	}
	slices.SortStableFunc(all, func(a, b Found) int { return a.Begun.Compare(b.Begun) })
	return all, nil
}

// tidy removes what a process left that died before anything was sent: a file
// that isn't an entry yet, and a lock of nothing.
func (j Journal) tidy(name string) {
	id, isNew := strings.CutSuffix(name, newSuffix)
	if !isNew {
		id, isNew = strings.CutSuffix(name, lockSuffix)
	}
	path := j.path(id)
	if !isNew || !isID(id) || exists(path) {
		return
	}
	if unlock, mine, err := take(path, true); err == nil && mine {
		if !exists(path) {
			_ = os.Remove(beginning(path))
			_ = os.Remove(lockOf(path))
		}
		unlock()
	}
}

// look reads an entry while others may read it too, but not while a process holds it.
func (j Journal) look(id string) (State, error) {
	path := j.path(id)
	if !isID(id) {
		return State{}, unusable(path, ErrForeign)
	}
	unlock, free, err := take(path, false)
	if err != nil {
		return State{}, failed(j.Folder, "lock", err)
	}
	if !free {
		return State{}, errBusy
	}
	defer unlock()
	entry, err := read(path, false)
	if err != nil {
		return State{}, err
	}
	entry.ID = id
	return entry.State, entry.file.Close()
}
