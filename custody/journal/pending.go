package journal

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

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
// processes that live aren't among it.
func (j Journal) Pending() ([]Found, error) {
	if j.Folder == "" {
		return nil, nil
	}
	files, err := os.ReadDir(j.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, j.failed("read", err)
	}
	var all []Found
	for _, file := range files {
		id, isEntry := strings.CutSuffix(file.Name(), entrySuffix)
		if !isEntry {
			continue
		}
		entry, err := j.hold(id)
		switch {
		case err != nil:
			all = append(all, Found{State: State{ID: id}, Path: j.path(id), Trouble: err})
		case entry != nil:
			all = append(all, Found{State: entry.State, Path: j.path(id)})
			entry.Close()
		}
	}
	slices.SortStableFunc(all, func(a, b Found) int { return a.Begun.Compare(b.Begun) })
	return all, nil
}

// hold takes an entry; nil when a living process has it, or when nothing was
// sent for it and so nothing is pending.
func (j Journal) hold(id string) (*Entry, error) {
	path := j.path(id)
	unlock, mine, err := take(path)
	if err != nil {
		return nil, j.failed("lock", err)
	}
	if !mine {
		return nil, nil
	}
	entry, err := read(path)
	if err != nil {
		unlock()
		if errors.Is(err, fs.ErrNotExist) { // its process has just ended it
			_ = os.Remove(lockOf(path))
			return nil, nil
		}
		return nil, err
	}
	entry.ID, entry.unlock = id, unlock
	if entry.Console == "" {
		return nil, entry.Erase()
	}
	return entry, nil
}

// read opens the file of an entry.
func read(path string) (*Entry, error) {
	content, err := atomicfile.Read(path, largestEntry)
	if err != nil {
		return nil, err
	}
	records, end, err := parse(content)
	entry := &Entry{end: int64(end), dirty: int64(len(content)), size: int64(len(content))}
	for _, r := range records {
		if err == nil {
			err = entry.apply(r)
		}
	}
	if err != nil {
		return nil, client.Errorf(client.Failed, "cannot use %s: %w", atomicfile.Quote(path), err).
			WithHint("it is left as it is; a keyctl that can read it may be newer than this one")
	}
	entry.file, err = os.OpenFile(path, os.O_RDWR|noFollow, 0)
	return entry, err
}

// Take gives the one pending entry with an id, its own or its key's, and holds
// it. Where there is none, the error is of kind NotFound.
func (j Journal) Take(id string) (*Entry, error) {
	all, err := j.Pending()
	if err != nil {
		return nil, err
	}
	var those []Found
	for _, found := range all {
		if found.ID == id || found.Key == id {
			those = append(those, found)
		}
	}
	switch {
	case len(those) == 0:
		return nil, client.Errorf(client.NotFound, "nothing is pending under %s", client.Quote(id)).WithHint("`recover` lists what is")
	case len(those) > 1:
		return nil, client.Errorf(client.Conflict, "%d entries are about the key %s", len(those), client.Quote(id)).WithHint("give the id of the entry: `recover` lists them")
	case those[0].Trouble != nil:
		return nil, those[0].Trouble
	}
	entry, err := j.hold(those[0].ID)
	if err == nil && entry == nil {
		err = client.Errorf(client.Conflict, "another keyctl is at work on %s", client.Quote(id)).WithHint("wait for it")
	}
	return entry, err
}

// Aside puts what can't be read out of the way, where it stays, and gives its
// new path.
func (j Journal) Aside(found Found) (string, error) {
	path := found.Path + ".aside"
	if err := os.Link(found.Path, path); err != nil { // unlike a rename, it overwrites nothing
		return "", j.failed("put aside an entry of", err)
	}
	return path, atomicfile.Remove(found.Path)
}
