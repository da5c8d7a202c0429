//go:build !unix

package cmd_test

import "os"

func endedBySignal(*os.ProcessState) int { return 0 }
