//go:build unix

package config

import "syscall"

// noFollow opens no link, and waits for no other end of a named pipe.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
