package realkeyring

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	supported      = true
	stopSignal     = syscall.SIGSTOP
	continueSignal = syscall.SIGCONT
)

// attributes let a process end with the one that started it.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// leftovers ends the processes that bear a mark in their environment, and tells
// which. One that ends by itself, as the bus's own children do when the bus is
// gone, is none.
func leftovers(mark string, grace time.Duration) (found []string) {
	paths, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range paths {
		environment, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(append([]byte{0}, environment...), []byte("\x00"+mark+"\x00")) {
			continue // ended, or somebody else's
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if pid == os.Getpid() || ends(pid, grace) {
			continue
		}
		command, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		found = append(found, fmt.Sprintf("%d %s", pid, strings.ReplaceAll(string(command), "\x00", " ")))
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	return found
}

// ends waits for the end of a process, which needn't be a child.
func ends(pid int, grace time.Duration) bool {
	handle, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return err == unix.ESRCH
	}
	defer func() { _ = unix.Close(handle) }()
	polled := []unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}
	for {
		ready, err := unix.Poll(polled, int(grace.Milliseconds()))
		if err != unix.EINTR {
			return ready > 0
		}
	}
}
