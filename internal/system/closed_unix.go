//go:build unix

package system

import (
	"os"

	"golang.org/x/sys/unix"
)

// closedStreams gives those of the standard streams that were closed when the
// process began. Before anything else runs, Go opens /dev/null in their places,
// so that no file that is opened later gets one of their numbers, and is written
// for it. It opens them to read and to write, which nobody needs for one stream.
// A parent that does the same, to give its child nothing, can't be told from
// one that closed it; nothing is lost by that, because nothing is there either.
func closedStreams(streams ...*os.File) []*os.File {
	var closed []*os.File
	for _, stream := range streams {
		if openedFor(stream) == unix.O_RDWR && LeadsTo(stream, os.DevNull) {
			closed = append(closed, stream)
		}
	}
	return closed
}

// openedFor is for what a descriptor was opened: one of O_RDONLY, O_WRONLY and O_RDWR.
// Of one that tells nothing it is all, and the write will tell.
func openedFor(stream *os.File) int {
	raw, err := stream.SyscallConn() // Fd would make it wait, for our parent as well
	if err != nil {
		return unix.O_RDWR
	}
	flags := unix.O_RDWR
	_ = raw.Control(func(descriptor uintptr) {
		if got, err := unix.FcntlInt(descriptor, unix.F_GETFL, 0); err == nil {
			flags = got
		}
	})
	return flags & unix.O_ACCMODE
}
