package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/atomicfile"
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
		return nil, j.failed("read", err)
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

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// isID reports whether a text is the id of an entry, as [Journal.Begin] makes it.
func isID(text string) bool {
	return len(text) == 2*idBytes && strings.Trim(text, "0123456789abcdef") == ""
}

// look reads an entry beside others that do, but not while a process holds it.
func (j Journal) look(id string) (State, error) {
	path := j.path(id)
	if !isID(id) {
		return State{}, unusable(path, ErrForeign)
	}
	unlock, free, err := take(path, false)
	if err != nil {
		return State{}, j.failed("lock", err)
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

// read opens the file of an entry.
func read(path string, alone bool) (*Entry, error) {
	content, err := atomicfile.ReadOwn(path, largestEntry)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	records, end, err := parse(content)
	entry := &Entry{end: int64(end), dirty: int64(len(content)), size: int64(len(content))}
	for _, r := range records {
		if err == nil {
			err = entry.apply(r)
		}
	}
	if err == nil && entry.Console == "" {
		err = ErrDamaged // a file has its name only once it holds an intent
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	entry.file, err = hold(path, alone)
	return entry, err
}

func unusable(path string, err error) error {
	if failure, ok := errors.AsType[*client.Error](err); ok {
		return failure
	}
	return client.Errorf(client.Failed, "cannot use %s: %w", atomicfile.Quote(path), err).
		WithHint("it is left as it is: a newer keyctl may be able to read it; `recover ID --forget` puts it aside")
}

// patience is how long to wait for others that look at an entry.
const patience = time.Second

// Take gives the one pending entry with an id, its own or its key's, and holds
// it. Where there is none, the error is of kind NotFound.
func (j Journal) Take(id string) (*Entry, error) {
	if isID(id) && exists(j.path(id)) {
		return j.take(id)
	}
	all, err := j.Pending()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(found Found) bool { return found.ID != id && (found.Key != id || found.Trouble != nil) })
	switch {
	case len(all) == 0:
		return nil, client.Errorf(client.NotFound, "nothing is pending under %s", client.Quote(id)).WithHint("`recover` lists what is")
	case len(all) > 1:
		return nil, client.Errorf(client.Conflict, "%d entries are about the key %s", len(all), client.Quote(id)).WithHint("give the id of the entry: `recover` lists them")
	case all[0].Trouble != nil:
		return nil, all[0].Trouble
	}
	return j.take(all[0].ID)
}

// take holds an entry, once nobody looks at it any more.
func (j Journal) take(id string) (*Entry, error) {
	if err := j.check(); err != nil {
		return nil, err
	}
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		entry, err := j.takeNow(id)
		switch {
		case err == nil || !errors.Is(err, errBusy):
			return entry, err
		case time.Since(begun) > patience:
			return nil, client.Errorf(client.Conflict, "another keyctl is at work on %s", client.Quote(id)).WithHint("wait for it, or end it")
		}
	}
}

func (j Journal) takeNow(id string) (*Entry, error) {
	path := j.path(id)
	unlock, mine, err := take(path, true)
	if err != nil {
		return nil, j.failed("lock", err)
	}
	if !mine {
		return nil, errBusy
	}
	entry, err := read(path, true)
	if err != nil {
		unlock()
		return nil, err
	}
	entry.ID, entry.unlock = id, unlock
	return entry, nil
}

// Aside puts what can't be read out of the way, where it stays, and gives its
// new path.
func (j Journal) Aside(found Found) (string, error) {
	path := found.Path + ".aside"
	for n := 2; exists(path); n++ { // nothing is overwritten
		path = fmt.Sprintf("%s.%d.aside", found.Path, n)
	}
	if err := os.Rename(found.Path, path); err != nil {
		return "", j.failed("put aside an entry of", err)
	}
	_ = os.Remove(lockOf(found.Path))
	return path, nil
}
