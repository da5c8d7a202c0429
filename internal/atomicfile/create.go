package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"keyctl/internal/killpoint"
)

// Create makes the file at path, readable for nobody else. What is there
// already, or comes while it writes, stays as it is: the error then is an
// [fs.ErrExist].
func Create(path string, content []byte) error {
	if regular(path) == nil {
		sweep(nameFor(path))
		return failure("make", path, fs.ErrExist)
	}
	return write(path, content, createBy(os.Link))
}

// createBy has a temporary file take a name that nothing may have yet: without a
// name of its own at once, or else by a link from that.
func createBy(hardLink func(from, to string) error) placing {
	return func(t *temporary, path string) error {
		killpoint.At("write a file: before it is put in place")
		if t.name != "" {
			return placeNamed(t, path, hardLink)
		}
		err := link(t.file, path)
		killpoint.At("make a file: after the link")
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return errNoName
		}
		return err
	}
}

func placeNamed(t *temporary, path string, hardLink func(from, to string) error) error {
	err := release(t.file)
	if err == nil {
		err = place(t.name, path, hardLink)
	}
	if err == nil {
		t.name = ""
	}
	return err
}

// place gives a file a name that nothing may have yet. A link is made only
// where there is nothing; where there are no links, the name is taken first.
func place(from, to string, link func(from, to string) error) error {
	err := link(from, to)
	killpoint.At("make a file: after the link")
	if err == nil {
		_ = os.Remove(from) // it is there under its own name
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	taken, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = taken.Close()
	killpoint.At("make a file: after its name is taken")
	if err == nil {
		err = replace(from, to)
	}
	if err != nil {
		_ = os.Remove(to)
	}
	return err
}
