//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package atomicfile

import "os"

// sweep leaves what it finds: nobody can tell whether its writer lives.
func sweep(string) remains { return foreign }

// named makes an empty temporary file for path, under a name of its own.
func named(path string) (*temporary, error) {
	var file *os.File
	name, err := takeAny(path, func(name string) (err error) {
		file, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &temporary{file, name}, nil
}

// release closes a file: what is open can't be renamed everywhere.
func release(file *os.File) error { return file.Close() }
