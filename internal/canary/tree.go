package canary

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// pieceSize is how much of a file is looked at at once.
const pieceSize = 1 << 20

// Tree looks in a folder and all below it: in the names, in where links lead to,
// and in the content of every regular file. What vanishes meanwhile is
// not there; what can't be read is an error, because nobody knows what it holds.
func (s *Secrets) Tree(folder string) ([]Find, error) {
	var found []Find
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		var more []Find
		if err == nil {
			found = append(found, s.Text("the name "+path, []byte(entry.Name()))...)
			more, err = s.entry(path, entry)
			found = append(found, more...)
		}
		if errors.Is(err, fs.ErrNotExist) && path != folder {
			return nil
		}
		return err
	})
	return found, err
}

// entry looks in what lies at a path.
func (s *Secrets) entry(path string, entry fs.DirEntry) ([]Find, error) {
	switch {
	case entry.Type()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return s.Text("the link "+path, []byte(target)), err
	case entry.Type().IsRegular():
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		return s.stream(path, file)
	}
	return nil, nil
}

// stream looks in a stream piece by piece. Each begins with the end of the one
// before, so that none cuts a secret in two.
func (s *Secrets) stream(where string, stream io.Reader) ([]Find, error) {
	var found []Find
	seen := map[Find]bool{}
	piece, kept := make([]byte, pieceSize+s.longest), 0
	for {
		count, err := io.ReadFull(stream, piece[kept:])
		for _, find := range s.Text(where, piece[:kept+count]) {
			if !seen[find] {
				seen[find] = true
				found = append(found, find)
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return found, nil
		case err != nil:
			return found, err
		}
		kept = copy(piece, piece[kept+count-s.longest:])
	}
}
