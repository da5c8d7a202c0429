package system

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// Drained waits until the reader of a pipe or of a local socket has taken what
// was written: one that goes away without having read it has lost the secret. For
// a socket to another machine the system knows only what the other machine has
// confirmed, and that is not the reader.
func Drained(ctx context.Context, out *os.File) error {
	at, err := out.Stat()
	switch {
	case err != nil:
		return err
	case at.Mode()&os.ModeNamedPipe != 0:
		return drain(ctx, pipeOutlet{out})
	case at.Mode()&os.ModeSocket != 0 && isLocal(out):
		return drain(ctx, socketOutlet{out})
	}
	return nil
}

type pipeOutlet struct{ *os.File }

func (p pipeOutlet) unread() (int, error) { return unix.IoctlGetInt(int(p.Fd()), unix.TIOCINQ) }
func (p pipeOutlet) readerGone() bool     { return readerGone(p.File) }
func (p pipeOutlet) dropped() bool        { return false }

// socketOutlet is a local socket. Other than a pipe it is empty once its reader
// is gone, and tells by an error that something was unread.
type socketOutlet struct{ *os.File }

func (s socketOutlet) unread() (int, error) { return unix.IoctlGetInt(int(s.Fd()), unix.TIOCOUTQ) }
func (s socketOutlet) readerGone() bool     { return false }

func (s socketOutlet) dropped() bool {
	ends := []unix.PollFd{{Fd: int32(s.Fd())}} //nolint:gosec // a descriptor is a small number
	count, err := unix.Poll(ends, 0)
	return err == nil && count > 0 && ends[0].Revents&unix.POLLERR != 0
}

// isLocal reports whether a socket is a stream within this machine.
func isLocal(socket *os.File) bool {
	domain, err := unix.GetsockoptInt(int(socket.Fd()), unix.SOL_SOCKET, unix.SO_DOMAIN)
	kind, otherErr := unix.GetsockoptInt(int(socket.Fd()), unix.SOL_SOCKET, unix.SO_TYPE)
	return err == nil && otherErr == nil && domain == unix.AF_UNIX && kind != unix.SOCK_DGRAM
}
