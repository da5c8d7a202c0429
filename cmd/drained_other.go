//go:build !linux

package cmd

import (
	"context"
	"os"
)

// drained can't be told on this system: what is in a pipe is taken for read.
func drained(context.Context, *os.File) error { return nil }
