package exec

import (
	"errors"
	"time"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/aside"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// hurryTime is how long a key may still take to end once a signal has come. The
// signal may be the one that ended the command.
const hurryTime = 2 * time.Second

// used is a key whose command is over.
type used struct {
	ended
	key client.Key
	err error // with which the command did not begin
}

// ending waits until the key of a command has ended: bounded, and not for long
// where a signal comes. What is left is ended by the next exec.
func ending(run *cli.Run, over used, lending <-chan aside.Result[error]) error {
	patience := 2 * run.Settings.Timeout
	late := time.After(patience)
	text := "did not end within " + patience.String()
	for {
		select {
		case result := <-lending:
			return result.Get()
		case <-over.signals:
			over.signals, late = nil, time.After(hurryTime)
			text = "was not seen to end, because of a signal"
		case <-late:
			run.Terminal.Spinner.Hush(true) // it still waits
			left := errs.Errorf(errs.UnknownOutcome, "the key %s %s; it is pending", safetext.Quote(over.key.ID), text).About(over.key.ID)
			return errors.Join(left.WithHint("the next `exec` ends it; `%s` lists it", run.Command("recover")), over.err)
		}
	}
}
