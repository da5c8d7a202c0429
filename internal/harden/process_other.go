//go:build !unix

package harden

// coreLimit is nothing here.
type coreLimit struct{}

func process() coreLimit { return coreLimit{} }

// Start calls start, which is to start a child.
func (Before) Start(start func() error) error { return start() }
