package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/killpoint"
	"keyctl/internal/secrets"
)

// Entry is the file of one create, which nobody else may take while it is held.
// One without a file keeps nothing: that is a journal that was turned off.
type Entry struct {
	State

	file   *os.File
	unlock func()
	end    int64 // where the next record goes
	dirty  int64 // up to where a torn record may reach
	size   int64 // with the room that is taken
}

// Seal keeps the raw answer, sealed, or where there is nothing to seal it to
// the fact that it came. When it returns, the answer outlives a power cut.
func (e *Entry) Seal(status int, raw secrets.Secret) error {
	if e.Recipient == "" || e.file == nil {
		return e.add(record{Answered: true, Status: status})
	}
	sealed, err := seal(raw, e.Recipient)
	if err != nil {
		return errs.Errorf(errs.Failed, "cannot seal the answer: %w", err)
	}
	return e.add(record{Sealed: sealed, Status: status})
}

// Receive notes the id that the console answered: only a key with such a receipt
// is ever ended without a person's word.
func (e *Entry) Receive(key string) error { return e.add(record{Key: key}) }

// Disclaim notes that the answer was understood and gives no receipt: nobody who
// reads it again later, and knows less, shall find one in it.
func (e *Entry) Disclaim() error { return e.add(record{Unclaimed: true}) }

// Deliver notes that a sink has the secret.
func (e *Entry) Deliver(sink string) error { return e.add(record{Delivered: sink}) }

// add appends a record and waits until it is on the disk.
func (e *Entry) add(r record) error {
	if e.file == nil {
		return e.apply(r)
	}
	line, err := r.line()
	if err != nil {
		return errs.Errorf(errs.Failed, "cannot write the journal: %w", err)
	}
	written := int64(len(line))
	if rest := e.dirty - e.end - written; rest > 0 {
		line = append(line, bytes.Repeat([]byte("\n"), int(rest))...)
	}
	killpoint.At("journal: before a record")
	count, err := e.file.WriteAt(line, e.end)
	killpoint.At("journal: after a record")
	if err == nil {
		err = e.file.Sync()
	}
	killpoint.At("journal: after its fsync")
	if err == nil {
		err = e.inPlace()
	}
	if err != nil {
		e.dirty = max(e.dirty, e.end+int64(count))
		if e.file.Truncate(e.size) == nil { // back to the room that was taken
			e.dirty = min(e.dirty, e.size)
		}
		return failed(filepath.Dir(e.file.Name()), "write", err)
	}
	e.end += written
	e.size = max(e.size, e.end)
	return e.apply(r)
}

// inPlace fails when the file isn't where others look for it any more: what is
// written to it then is lost.
func (e *Entry) inPlace() error {
	held, err := e.file.Stat()
	if err != nil {
		return err
	}
	there, err := os.Lstat(e.file.Name())
	if err == nil && !os.SameFile(held, there) {
		err = errors.New("another file is in its place")
	}
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

// Erase ends the entry: nothing is pending any more.
func (e *Entry) Erase() error {
	if e.file == nil {
		return nil
	}
	defer e.Close()
	var err error
	if e.inPlace() == nil { // what else is there is none of ours
		err = atomicfile.Remove(e.file.Name())
	}
	if err == nil {
		killpoint.At("journal: after an entry is erased")
		_ = os.Remove(lockOf(e.file.Name()))
	}
	return err
}

// Close lets go of the entry, which stays pending.
func (e *Entry) Close() {
	if e.file != nil {
		_ = e.file.Close()
		e.unlock()
		e.file = nil
	}
}
