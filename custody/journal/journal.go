package journal

import (
	"os"
	"path/filepath"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// Journal is the folder of the entries. The zero value is a journal that was
// turned off: its entries keep nothing.
type Journal struct {
	Folder string
}

func (j Journal) path(id string) string { return filepath.Join(j.Folder, id+entrySuffix) }

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
		return failed(j.Folder, "use", err)
	}
	if !private(info) {
		return errs.Errorf(errs.Failed, "other users may write the journal's folder %s", atomicfile.Quote(j.Folder)).
			WithHint("it has to be yours alone: chown it, and run chmod 700 on it")
	}
	return nil
}
