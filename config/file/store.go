package file

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"time"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// largestFile bounds the profiles file; a thousand profiles are far below.
const largestFile = 1 << 20

// patience is how long a writer waits for the others.
const patience = 10 * time.Second

// Store is the profiles file and its folder.
type Store struct {
	folder   string
	patience time.Duration
}

// NewStore gives the store of a folder. It opens nothing. Without a folder, the
// store is empty and can't be written.
func NewStore(folder string) Store { return Store{folder: folder, patience: patience} }

// Folder is the folder of the profiles file, and of the credentials that are
// kept in files; "" is nowhere.
func (s Store) Folder() string { return s.folder }

// Path is the path of the profiles file, "" for nowhere.
func (s Store) Path() string {
	if s.folder == "" {
		return ""
	}
	return filepath.Join(s.folder, "profiles.yaml")
}

// Read gives the content of the profiles file. Where there is none, it gives an
// empty one.
func (s Store) Read() (File, error) {
	content, err := s.read()
	if err != nil || content == nil {
		return File{Profiles: map[string]Stored{}}, err
	}
	file, err := parse(content)
	if err != nil {
		return File{Profiles: map[string]Stored{}}, s.locate(err)
	}
	return file, nil
}

// read gives the content of the file, nil when there is none. The folder is
// checked after that, so that a command without a file pays for one failed open
// and no more.
func (s Store) read() ([]byte, error) {
	if s.folder == "" {
		return nil, nil
	}
	content, err := atomicfile.Read(s.Path(), largestFile)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // HOME=/dev/null means no home
		return nil, nil
	}
	if err == nil {
		err = atomicfile.CheckFolder(s.folder)
	}
	if err != nil {
		return nil, asUsage(err)
	}
	return content, nil
}

// locate adds the path of the file to an error, and the line if it is known.
func (s Store) locate(err error) error {
	wrong, ok := errors.AsType[*lineError](err)
	if !ok {
		return err
	}
	place := atomicfile.Quote(s.Path())
	if wrong.line > 0 {
		place += fmt.Sprintf(" line %d", wrong.line)
	}
	return errs.Errorf(errs.Usage, "%s: %s", place, wrong.what).WithHint("%s", wrong.hint)
}

// asUsage gives an error of the file system as one about how the program is set up.
func asUsage(err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		return failure.OfKind(errs.Usage)
	}
	return err
}

// HasPlace fails when the store has no folder.
func (s Store) HasPlace() error {
	if s.folder != "" {
		return nil
	}
	return errs.Errorf(errs.Usage, "there is no place for the profiles file").
		WithHint("set HOME or XDG_CONFIG_HOME to an absolute path; without a file, KEYCTL_CONSOLE and KEYCTL_API_KEY name the account")
}
