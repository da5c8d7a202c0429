package cmd_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"keyctl/emulator"
)

type consoleKey struct{}

// scriptConsole serves an embedded console and points the environment to it:
//
//	console NAME [limit=N] [STATUS@VERB*N…]
func scriptConsole(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: console NAME [limit=N] [STATUS@VERB*N…]")
	}
	settings := emulator.Settings{}
	for _, word := range args[1:] {
		if limit, found := strings.CutPrefix(word, "limit="); found {
			number, err := strconv.Atoi(limit)
			ts.Check(err)
			settings.Limit = number
			continue
		}
		fault, err := emulator.ParseFault(word)
		ts.Check(err)
		settings.Faults = append(settings.Faults, fault)
	}
	served, err := startConsole(args[0], settings, nil)
	ts.Check(err)
	ts.Defer(served.close)
	consoles[ts.Getenv("WORK")] = served
	ts.Setenv("KEYCTL_CONSOLE", args[0])
	ts.Setenv("KEYCTL_BASE_URL", served.base)
	ts.Setenv("KEYCTL_API_KEY", served.key)
	ts.Setenv("HOST", strings.TrimPrefix(served.URL, "http://"))
}
