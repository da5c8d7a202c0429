//go:build !unix

package system

import "os"

// handedOn are the signals that a child gets from us, in addition to those that
// end us.
func handedOn() []os.Signal { return nil }
