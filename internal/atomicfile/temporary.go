package atomicfile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"keyctl/internal/killpoint"
)

// temporary is a file on its way to its place. It is for its owner only until
// it is put there. While it is open it is locked, where files can be.
type temporary struct {
	file *os.File
	name string // "" while it has none
}

// temporaryFor makes and fills a file in the folder of path, without a name
// where the system can do that: then nothing is left of a process that dies.
func temporaryFor(path string, content []byte) (*temporary, error) {
	if file, err := unnamed(filepath.Dir(path)); err == nil {
		t := &temporary{file: file}
		return t, t.fill(content)
	}
	return namedFor(path, content)
}

// namedFor is temporaryFor with a name from the beginning.
func namedFor(path string, content []byte) (*temporary, error) {
	t, err := named(path)
	if err != nil {
		return nil, err
	}
	return t, t.fill(content)
}

// fill writes a new file to the disk. When it fails, nothing is left.
func (t *temporary) fill(content []byte) error {
	killpoint.At("write a file: after the temporary file")
	_, err := t.file.Write(content)
	killpoint.At("write a file: after the content")
	if err == nil {
		err = t.file.Sync()
	}
	killpoint.At("write a file: after its fsync")
	if err != nil {
		t.drop()
	}
	return err
}

// drop closes the file, and removes it unless it has gone to its place.
func (t *temporary) drop() {
	if t.name != "" {
		_ = os.Remove(t.name)
	}
	_ = t.file.Close()
}

// nameFor is the name of the temporary file of path. There is one only: what a
// process that died has left there, the next writer of path removes.
func nameFor(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".keyctl.tmp")
}

// namePatience is how long another writer of the same file is waited for, in
// milliseconds, before another name is taken.
const namePatience = 5000

// take has make take the name for the temporary file of path, once it is free.
// Where it doesn't become so, make gets one that is nobody else's.
func take(path string, make func(name string) error) (name string, err error) {
	name = nameFor(path)
	for range namePatience {
		if err = make(name); !errors.Is(err, fs.ErrExist) {
			return name, err
		}
		switch sweep(name) {
		case busy:
			time.Sleep(time.Millisecond)
		case foreign:
			return takeAny(path, make)
		}
	}
	return takeAny(path, make)
}

// takeAny takes a name that only this process knows.
func takeAny(path string, make func(name string) error) (name string, err error) {
	for range 100 {
		name = filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()+".tmp")
		if err = make(name); !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
	return name, err
}

// remains is what becomes of a temporary file that is there already.
type remains int

const (
	gone    remains = iota // it is there no more
	busy                   // its writer lives
	foreign                // it isn't ours, or nobody can tell
)
