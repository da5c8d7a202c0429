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
	path := j.path(entry.ID)
	unlock, mine, err := take(path)
	if err != nil || !mine {
		return nil, j.failed("lock", err)
	}
	killpoint.At("journal: after the lock of an entry")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		unlock()
		_ = os.Remove(lockOf(path))
		return nil, j.failed("write", err)
	}
	entry.file, entry.unlock = file, unlock
	first := []byte(format + "\n")
	killpoint.At("journal: after a file is made")
	_, err = file.Write(append(first, bytes.Repeat([]byte("\n"), room)...))
	killpoint.At("journal: after its room is taken")
	entry.end, entry.size = int64(len(first)), int64(len(first)+room)
	if err == nil {
		err = entry.add(record{Intent: &intent})
	}
	if err == nil {
		err = atomicfile.SyncFolder(j.Folder)
	}
	killpoint.At("journal: after an intent")
	if err != nil {
		_ = entry.Erase()
		return nil, j.failed("write", err)
	}
	return entry, nil
}

// ready makes the folder, and refuses one in which others may change something.
func (j Journal) ready() error {
	if err := atomicfile.Folder(j.Folder); err != nil {
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

func newID() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // it never fails
	return hex.EncodeToString(random)
}

func (j Journal) path(id string) string { return filepath.Join(j.Folder, id+entrySuffix) }

func lockOf(path string) string { return strings.TrimSuffix(path, entrySuffix) + lockSuffix }

// take takes the lock of an entry, unless a living process has it. The lock is
// a file of its own, which the system lets go of when a process dies.
func take(path string) (unlock func(), mine bool, err error) {
	lock := flock.New(lockOf(path), flock.SetFlag(os.O_CREATE|os.O_RDONLY|noFollow))
	mine, err = lock.TryLock()
	return func() { _ = lock.Unlock() }, mine, err
}

// failed says what can't be done with the journal.
func (j Journal) failed(verb string, err error) error {
	if already, ok := errors.AsType[*client.Error](err); ok {
		return already
	}
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	return client.Errorf(client.Failed, "cannot %s the journal in %s: %w", verb, atomicfile.Quote(j.Folder), err).
		WithHint("look at the disk that holds it, and who may write there; XDG_STATE_HOME chooses another place")
}
