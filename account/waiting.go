package account

import (
	"fmt"
	"time"

	"keyctl/client"
	"keyctl/internal/safetext"
)

// announceWaits lets the spinner say what a command waits for.
func (o Opener) announceWaits(opened *Account) {
	if o.Resting != nil || !o.Spins {
		return // the caller announces the waits of several accounts together
	}
	place := safetext.Printable(opened.Host())
	if opened.Profile.Sandbox {
		place = "the sandbox"
	}
	o.Terminal.Spinner.TurnOn("waiting for "+place, o.Terminal.Width)
}

// rest announces a wait for the console's limit of requests: in the spinner, or
// where there is none in a note, unless the wait is short.
func (o Opener) rest(dialect client.Dialect, pause time.Duration) {
	text := restText(dialect, pause)
	switch {
	case o.Unattended:
	case o.Resting != nil:
		o.Resting(pause)
	case o.Spins:
		o.Terminal.Spinner.Rest(text)
	case pause >= time.Second:
		o.Notes.Note("%s", text)
	}
}

func restText(dialect client.Dialect, pause time.Duration) string {
	return fmt.Sprintf("waiting %d s: %s takes %s", WholeSeconds(pause), dialect.Console, dialect.Limit)
}

// WholeSeconds rounds up.
func WholeSeconds(pause time.Duration) int { return int((pause + time.Second - 1) / time.Second) }
