//go:build !unix

package process

import "os"

// reaches reports whether a signal has reached our child as well: it has, for
// the console window gives it to all.
func reaches(os.Signal, int) bool { return true }

// codeOf is the exit code of a process that has ended.
func codeOf(state *os.ProcessState) int { return state.ExitCode() }
