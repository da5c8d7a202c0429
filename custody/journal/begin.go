package journal

import (
	"bytes"
	"errors"
	"os"

	"keyctl/internal/atomicfile"
	"keyctl/internal/killpoint"
)

// Begin writes an intent, and takes the room for the answer. When it returns,
// the intent outlives a power cut.
func (j Journal) Begin(intent Intent) (*Entry, error) {
	entry := &Entry{State: State{ID: newID()}}
	if j.Folder == "" {
		return entry, entry.add(record{Intent: &intent})
	}
	if err := j.ready(); err != nil {
		return nil, err
	}
	if err := j.begin(entry, intent); err != nil {
		if entry.unlock != nil {
			entry.abandon(j.path(entry.ID))
		}
		return nil, failed(j.Folder, "write", err)
	}
	return entry, nil
}

// begin makes the file of an entry under another name, and gives it its own once
// the intent is on the disk.
func (j Journal) begin(entry *Entry, intent Intent) error {
	path := j.path(entry.ID)
	unlock, err := takeFirst(path)
	if err != nil {
		return err
	}
	entry.unlock = unlock
	killpoint.At("journal: after the lock of an entry")
	early := beginning(path)
	if entry.file, err = os.OpenFile(early, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	killpoint.At("journal: after a file is made")
	first := []byte(format + "\n")
	if _, err = entry.file.Write(append(first, bytes.Repeat([]byte("\n"), room)...)); err != nil {
		return err
	}
	killpoint.At("journal: after its room is taken")
	entry.end, entry.size = int64(len(first)), int64(len(first)+room)
	if err := entry.add(record{Intent: &intent}); err != nil {
		return err
	}
	if err := errors.Join(entry.file.Close(), os.Rename(early, path)); err != nil {
		return err
	}
	killpoint.At("journal: after an intent has its name")
	if entry.file, err = hold(path, true); err != nil {
		return err
	}
	err = atomicfile.SyncFolder(j.Folder)
	killpoint.At("journal: after an intent")
	return err
}
