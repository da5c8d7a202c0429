package identity

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// largestRecipient is far more than a recipient has.
const largestRecipient = 1 << 10

func (k Keeper) recipientPath(place Place) string {
	return filepath.Join(k.Folder, string(place)+".recipient")
}

// read gives the recipient of a place, the zero one where there is none. What
// others could have written would be sealed to them: it is refused.
func (k Keeper) read(place Place) (Recipient, error) {
	if k.Folder == "" {
		return Recipient{}, nil
	}
	path := k.recipientPath(place)
	content, err := atomicfile.ReadOwn(path, largestRecipient)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return Recipient{}, nil
	}
	if err == nil {
		err = atomicfile.CheckFolder(k.Folder)
	}
	if err != nil {
		return Recipient{}, err
	}
	recipient, err := age.ParseX25519Recipient(string(trimLine(content)))
	if err != nil || recipient.String()+"\n" != string(content) {
		return Recipient{}, errs.Errorf(errs.Failed, "%s is not what keyctl wrote: one line with one age recipient", atomicfile.Quote(path)).
			WithHint("look at who changed it, and restore it; if you move it away, another identity is set up")
	}
	return Recipient{Text: recipient.String(), Place: place}, nil
}

// trimLine gives a line without its end.
func trimLine(content []byte) []byte {
	if last := len(content) - 1; last >= 0 && content[last] == '\n' {
		return content[:last]
	}
	return content
}

func (k Keeper) write(made Recipient) error {
	return atomicfile.Write(k.recipientPath(made.Place), []byte(made.Text+"\n"))
}
