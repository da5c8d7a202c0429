//go:build !linux

package atomicfile

import (
	"errors"
	"os"
)

// unnamed fails: every file has a name here.
func unnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func link(*os.File, string) error { return errors.ErrUnsupported }
