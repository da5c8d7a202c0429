// Package store is the emulator's data file: a bbolt file that several processes
// use in turn, one transaction each. What is in it is the emulator's business.
package store

// Unusable is why a data file can't be used now.
type Unusable string

// Error implements error.
func (u Unusable) Error() string { return string(u) }

// The reasons why a data file can't be used.
const (
	ErrDamaged Unusable = "the data file is damaged"
	ErrBusy    Unusable = "the data file stayed locked by another process"
	ErrClosed  Unusable = "the emulator is closed"
)
