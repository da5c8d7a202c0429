package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"keyctl/client"
	"keyctl/internal/atomicfile"
	"keyctl/internal/killpoint"
)

// room is what an entry takes on the disk before its create is sent: far more
// than the answers of the consoles and all that is noted of them.
const room = 32 << 10

// largestEntry bounds what is read: the largest answer, sealed, in base64.
const largestEntry = 2 * largestAnswer

const (
	entrySuffix = ".entry"
	lockSuffix  = ".lock"
	newSuffix   = ".new"
)

// Journal is the folder of the entries. The zero value is a journal that was
// turned off: its entries keep nothing.
type Journal struct {
	Folder string
}

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
		return nil, j.failed("write", err)
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

// abandon removes what there is of an entry for which nothing was sent.
func (e *Entry) abandon(path string) {
	if e.file != nil {
		_ = e.file.Close()
	}
	for _, name := range []string{path, beginning(path), lockOf(path)} {
		_ = os.Remove(name)
	}
	e.unlock()
}

// ready makes the folder.
func (j Journal) ready() error {
	if err := atomicfile.Folder(j.Folder); err != nil {
		return err
	}
	return j.check()
}

// check refuses a folder behind a link, and one in which others may change
// something: what they put there would be believed.
func (j Journal) check() error {
	if err := atomicfile.CheckFolder(j.Folder); err != nil {
		return err
	}
	info, err := os.Lstat(j.Folder)
	if err != nil {
		return j.failed("use", err)
	}
	if !private(info) {
		return client.Errorf(client.Failed, "other users may write the journal's folder %s", atomicfile.Quote(j.Folder)).
			WithHint("it has to be yours alone: chown it, and run chmod 700 on it")
	}
	return nil
}

// idBytes is how much is random in the id of an entry.
const idBytes = 4

func newID() string {
	random := make([]byte, idBytes)
	_, _ = rand.Read(random) // it never fails
	return hex.EncodeToString(random)
}

func (j Journal) path(id string) string { return filepath.Join(j.Folder, id+entrySuffix) }

func stem(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

func lockOf(path string) string { return stem(path) + lockSuffix }

// beginning is what the file of an entry is called that isn't complete yet.
func beginning(path string) string { return stem(path) + newSuffix }

// errBusy says that another process is at work on an entry.
var errBusy = errors.New("another keyctl is at work on it")

// take takes the lock of an entry, alone or together with others that only look,
// unless a living process has it. The lock is a file of its own, which the system
// lets go of when a process dies.
func take(path string, alone bool) (unlock func(), mine bool, err error) {
	lock := flock.New(lockOf(path), flock.SetFlag(os.O_CREATE|os.O_RDONLY|noFollow))
	if alone {
		mine, err = lock.TryLock()
	} else {
		mine, err = lock.TryRLock()
	}
	unlock = func() { _ = lock.Unlock() }
	if mine && !there(lock) {
		unlock()
		mine = false
	}
	return unlock, mine, err
}

// there reports whether what is locked still has its name: whoever tidies up may
// have removed it before it was locked.
func there(lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(lock.Path())
	return err == nil && os.SameFile(locked, named)
}

// takeFirst locks an entry that is about to be, once nobody tidies up there.
func takeFirst(path string) (unlock func(), err error) {
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		unlock, mine, err := take(path, true)
		switch {
		case err != nil || mine:
			return unlock, err
		case time.Since(begun) > patience:
			return nil, errBusy
		}
	}
}

// hold opens the file of an entry and locks it itself, too: the other lock may
// have been removed by somebody who tidied up.
func hold(path string, alone bool) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|noFollow, 0)
	if err != nil {
		return nil, err
	}
	if !lockFile(file, alone) {
		_ = file.Close()
		return nil, errBusy
	}
	return file, nil
}

// failed says what can't be done with the journal.
func (j Journal) failed(verb string, err error) error {
	if already, ok := errors.AsType[*client.Error](err); ok {
		return already
	}
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		err = linkError.Err
	}
	return client.Errorf(client.Failed, "cannot %s the journal in %s: %w", verb, atomicfile.Quote(j.Folder), err).
		WithHint("look at the disk that holds it, and who may write there; XDG_STATE_HOME chooses another place")
}
