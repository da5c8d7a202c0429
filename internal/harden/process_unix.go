//go:build unix

package harden

import "golang.org/x/sys/unix"

// coreLimit is a limit of core dumps, nil for one that wasn't changed.
type coreLimit *unix.Rlimit

func process() coreLimit {
	hide()
	var before unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &before) != nil {
		return nil
	}
	// The hard limit stays: a child may have its own back.
	none := before
	none.Cur = 0
	if unix.Setrlimit(unix.RLIMIT_CORE, &none) != nil {
		return nil
	}
	return &before
}

// Start calls start, which is to start a child, with the limit that this
// process was started with, and takes it back at once: systems have no other way
// to give a child a limit. What is started meanwhile elsewhere has it, too.
func (b Before) Start(start func() error) error {
	if b.core == nil {
		return start()
	}
	none := *b.core
	none.Cur = 0
	_ = unix.Setrlimit(unix.RLIMIT_CORE, b.core)
	defer func() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &none) }()
	return start()
}
