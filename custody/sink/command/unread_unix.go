//go:build unix

package command

import (
	"os"

	"golang.org/x/sys/unix"
)

// unread gives how many bytes are left in a pipe.
func unread(reader *os.File) int {
	raw, err := reader.SyscallConn()
	if err != nil {
		return 0
	}
	left := 0
	_ = raw.Control(func(descriptor uintptr) {
		poll := []unix.PollFd{{Fd: int32(descriptor), Events: unix.POLLIN}}
		if n, err := unix.Poll(poll, 0); err == nil && n > 0 && poll[0].Revents&unix.POLLIN != 0 {
			left = 1
		}
	})
	return left
}
