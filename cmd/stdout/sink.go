// Package stdout is the sink that shows a new secret on stdout.
package stdout

import (
	"context"
	"errors"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/internal/errs"
	"keyctl/internal/killpoint"
	"keyctl/internal/safetext"
	"keyctl/internal/system"
	"keyctl/output"
	"keyctl/output/notes"
)

// Sink shows a new key and its secret on stdout, in the format that was
// asked for.
type Sink struct {
	System   system.System
	Notes    notes.Notes
	Options  output.Options
	Profile  config.Profile // of the account that the key belongs to
	Patience time.Duration  // with a reader that takes nothing
}

// Name is how messages and the journal call it.
func (Sink) Name() string { return "stdout" }

// Ready refuses a stdout that would swallow a secret.
func (s Sink) Ready(context.Context) error {
	return errors.Join(CanHold(s.System), s.mask().Check())
}

func (s Sink) mask() Mask { return Mask{s.System, s.Profile.Sandbox} }

// CanHold refuses, before anything is sent, a stdout that would swallow a
// secret or can't be written. Only /dev/full is let through: a write to it fails.
func CanHold(streams system.System) error {
	if what := streams.Swallows(streams.Out); what != "" && !system.LeadsTo(streams.Out, "/dev/full") {
		return errs.Errorf(errs.Failed, "stdout %s, and the secret is shown only once", what).
			WithHint("send stdout to a terminal, a pipe or a file")
	}
	return nil
}

// stallTime is how long a reader may take before a person is alerted.
const stallTime = 2 * time.Second

// Put writes the key and its secret, and makes sure that they were taken.
func (s Sink) Put(ctx context.Context, created client.Created) error {
	stalled := time.AfterFunc(stallTime, func() {
		s.Notes.Alert("stdout takes nothing: the key %s exists, and its secret is still to be written", safetext.Quote(created.Key.ID))
	})
	defer stalled.Stop()
	if err := s.mask().Mask(created.Secret); err != nil {
		return err
	}
	patient, stop := context.WithTimeoutCause(ctx, s.Patience, system.NotTaken(s.Patience))
	defer stop()
	row := output.Row{Profile: s.Profile.Name, Console: s.Profile.Console, Key: created.Key}
	if err := output.WriteCreated(system.Leaving(patient, s.System.Out), s.Options, row, created.Secret); err != nil {
		return err
	}
	killpoint.At("stdout: after the secret is written")
	if err := system.Settle(s.System.Out); err != nil {
		return err
	}
	if err := system.Drained(ctx, s.System.Out); err != nil {
		return err
	}
	killpoint.At("stdout: after it is taken")
	if s.Options.Terminal {
		s.Notes.Note("this is the only time the secret is shown: keep it now")
	}
	return nil
}
