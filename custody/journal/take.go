package journal

import (
	"errors"
	"slices"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

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
		return nil, errs.Errorf(errs.NotFound, "nothing is pending under %s", safetext.Quote(id)).WithHint("`recover` lists what is")
	case len(all) > 1:
		return nil, errs.Errorf(errs.Conflict, "%d entries are about the key %s", len(all), safetext.Quote(id)).WithHint("give the id of the entry: `recover` lists them")
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
			return nil, errs.Errorf(errs.Conflict, "another keyctl is at work on %s", safetext.Quote(id)).WithHint("wait for it, or end it")
		}
	}
}

func (j Journal) takeNow(id string) (*Entry, error) {
	path := j.path(id)
	unlock, mine, err := take(path, true)
	if err != nil {
		return nil, failed(j.Folder, "lock", err)
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
