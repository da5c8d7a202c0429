//go:build unix && !linux

package harden

// hide does nothing: this system has no such switch that a program can use
// without harm.
func hide() {}
