package custody

import (
	"context"
	"fmt"
	"time"

	"keyctl/client"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/killpoint"
)

// Ready fails unless each of the sinks can take a secret now.
func Ready(ctx context.Context, sinks []Sink) error {
	for _, sink := range sinks {
		if err := sink.Ready(ctx); err != nil {
			return err
		}
	}
	return nil
}

// deliver brings a secret to the sinks in turn, and stops at the first that
// fails: what went wrong there may be a reason to give the key up.
func deliver(ctx context.Context, entry *journal.Entry, created client.Created, sinks []Sink) error {
	for i, sink := range sinks {
		if err := bring(ctx, sink, created); err != nil {
			return fmt.Errorf("did not arrive at %s: %w%s", sink.Name(), err, arrived(sinks[:i]))
		}
		if i < len(sinks)-1 { // after the last one there is nothing left to note
			if err := entry.Deliver(sink.Name()); err != nil {
				return fmt.Errorf("arrived at %s, but not further: %w", sink.Name(), err)
			}
		}
	}
	return nil
}

func arrived(sinks []Sink) string {
	text := ""
	for _, sink := range sinks {
		text += ", " + sink.Name()
	}
	if text == "" {
		return ""
	}
	return "; it did at" + text[1:]
}

// bring puts a secret into one sink, and makes sure of it as far as the sink
// can report it.
func bring(ctx context.Context, sink Sink, created client.Created) error {
	begun := time.Now()
	killpoint.At("custody: before a sink")
	if err := sink.Put(ctx, created); err != nil {
		return err
	}
	killpoint.At("custody: after a sink")
	switch sink := sink.(type) {
	case Readable:
		read, err := sink.Read(ctx)
		if err != nil {
			return fmt.Errorf("it cannot be read back: %w", err)
		}
		if !read.Equal(created.Secret) {
			return errs.Errorf(errs.Failed, "something else was there when it was read back")
		}
	case Dated:
		written, err := sink.Written(ctx)
		if err != nil {
			return fmt.Errorf("whether it was written cannot be told: %w", err)
		}
		if written.Before(begun.Add(-clockSkew)) {
			return errs.Errorf(errs.Failed, "it was last written before, at %s", written.UTC().Format(time.RFC3339))
		}
	}
	return nil
}

// clockSkew is how far the clock of a place may be behind ours.
const clockSkew = 5 * time.Minute
