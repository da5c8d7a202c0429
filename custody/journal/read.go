package journal

import (
	"errors"
	"io/fs"

	"keyctl/internal/atomicfile"
)

// largestEntry bounds what is read: the largest answer, sealed, in base64.
const largestEntry = 2 * largestAnswer

// read opens the file of an entry.
func read(path string, alone bool) (*Entry, error) {
	content, err := atomicfile.ReadOwn(path, largestEntry)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	records, end, err := parse(content)
	entry := &Entry{end: int64(end), dirty: int64(len(content)), size: int64(len(content))}
	for _, r := range records {
		if err == nil {
			err = entry.apply(r)
		}
	}
	if err == nil && entry.Console == "" {
		err = ErrDamaged // a file has its name only once it holds an intent
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	entry.file, err = hold(path, alone)
	return entry, err
}
