package command

import (
	"errors"
	"os"
	"time"
)

// feed is the stdin of a command that holds one text. Its reading end stays
// open here, too: what is left in it was never read.
type feed struct {
	reader, writer *os.File
	written        chan error
}

// takenAtOnce is what every new pipe takes without a reader.
const takenAtOnce = 4096

func newFeed(text string) (*feed, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	f := &feed{reader, writer, make(chan error, 1)}
	write := func() {
		_, err := writer.WriteString(text)
		f.written <- errors.Join(err, writer.Close())
	}
	if len(text) <= takenAtOnce {
		write() // before the command begins, which has the whole text then even if we die
	} else {
		go write()
	}
	return f, nil
}

// taken reports whether everything was read. It is asked once the command has
// ended: what isn't written yet then would be read by nobody.
func (f *feed) taken() bool {
	if err := f.writer.SetWriteDeadline(time.Unix(1, 0)); errors.Is(err, os.ErrNoDeadline) {
		_ = f.reader.Close() // that ends the writing, too
	}
	return <-f.written == nil && unread(f.reader) == 0
}

func (f *feed) close() {
	_ = f.writer.Close()
	_ = f.reader.Close()
}
