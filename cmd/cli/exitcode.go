package cli

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"keyctl/internal/complete"
	"keyctl/internal/errs"
)

// The annotations of a command that [Run] doesn't know by its name.
const (
	failsWith   = "fails with"
	skipPending = "skips pending"
)

// SetFailureCode says with which exit code a command fails whose error has none
// of its own; other commands fail with the number of the error's kind.
func SetFailureCode(command *cobra.Command, code int) {
	complete.Annotate(command, failsWith, strconv.Itoa(code))
}

// FailureCode is the exit code of a command that failed.
func FailureCode(command *cobra.Command, err error) int {
	if command != nil && command.Annotations[failsWith] != "" {
		if failure, ok := errors.AsType[*errs.Error](err); ok && failure.Code != 0 {
			return failure.Code
		}
		code, _ := strconv.Atoi(command.Annotations[failsWith])
		return code
	}
	return int(errs.KindOf(err))
}

// SkipPending says that a command does not mention what earlier commands left
// pending: it reports that itself, or its output is not for people.
func SkipPending(command *cobra.Command) { complete.Annotate(command, skipPending, "true") }

// SkipsPending reports whether [SkipPending] was called.
func SkipsPending(command *cobra.Command) bool { return command.Annotations[skipPending] != "" }
