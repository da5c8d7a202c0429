// Package harden keeps what is in the memory of this process out of core dumps,
// and from other processes of the same user where the system can do that.
package harden

// Before is what the process was started with, for the children that are to
// have it. Its zero value is a process that is as it was.
type Before struct{ core coreLimit }

// Process hardens this process. It limits its core dumps to nothing, which
// children inherit, and makes it unreadable for all but the system's
// administrator, which they don't: they begin anew with their program.
//
// What the system doesn't allow is left as it is: nobody asked for it, and
// everything works without.
func Process() Before { return Before{process()} }
