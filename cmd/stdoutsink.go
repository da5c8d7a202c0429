package cmd

import (
	"context"
	"errors"
	"time"

	"keyctl/client"
	"keyctl/internal/killpoint"
	"keyctl/output"
)

// stdoutSink shows a new key and its secret on stdout, in the format that was
// asked for.
type stdoutSink struct {
	*app
	options  output.Options
	patience time.Duration // with a reader that takes nothing
}

// Name is how messages and the journal call it.
func (stdoutSink) Name() string { return "stdout" }

// Ready refuses a stdout that would swallow a secret.
func (s stdoutSink) Ready(context.Context) error {
	return errors.Join(s.canHoldSecret(), s.canMask())
}

// stallTime is how long a reader may take before a person is told.
const stallTime = 2 * time.Second

// Put writes the key and its secret, and makes sure that they were taken.
func (s stdoutSink) Put(ctx context.Context, created client.Created) error {
	stalled := time.AfterFunc(stallTime, func() {
		s.urge("stdout takes nothing: the key %s exists, and its secret is still to be written", client.Quote(created.Key.ID))
	})
	defer stalled.Stop()
	if err := s.mask(created.Secret); err != nil {
		return err
	}
	patient, stop := context.WithTimeoutCause(ctx, s.patience, notTaken(s.patience))
	defer stop()
	out := leavingWriter{patient, s.system.Out}
	if err := output.WriteCreated(out, s.options, s.row(created.Key), created.Secret); err != nil {
		return err
	}
	killpoint.At("stdout: after the secret is written")
	if err := settle(s.system.Out); err != nil {
		return err
	}
	if err := drained(ctx, s.system.Out); err != nil {
		return err
	}
	killpoint.At("stdout: after it is taken")
	if s.options.Terminal {
		s.note("this is the only time the secret is shown: keep it now")
	}
	return nil
}
