//go:build !unix

package terminal

// onStop does nothing: nothing stops a process here and lets it go on.
func onStop(_, _ func()) (end func()) { return func() {} }
