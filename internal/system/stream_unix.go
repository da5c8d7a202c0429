//go:build unix

package system

import (
	"os"

	"golang.org/x/sys/unix"
)

// writable reports whether a descriptor is open for writing.
func writable(out *os.File) bool { return openedFor(out) != unix.O_RDONLY }

// readerGone reports whether nobody reads the other end of a pipe.
func readerGone(out *os.File) bool {
	ends := []unix.PollFd{{Fd: int32(out.Fd()), Events: unix.POLLOUT}} //nolint:gosec // a descriptor is a small number
	count, err := unix.Poll(ends, 0)
	return err == nil && count > 0 && ends[0].Revents&(unix.POLLERR|unix.POLLNVAL|unix.POLLHUP) != 0
}
