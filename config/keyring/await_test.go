package keyring

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

// hang makes a call that ends with the test.
func hang(t *testing.T) func() (string, error) {
	t.Helper()
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	return func() (string, error) {
		<-over
		return "too late", nil
	}
}

func TestACallThatHangs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		person bool
		want   time.Duration
		says   string
		told   int
	}{
		{false, 3 * time.Second, "the keyring did not answer within 3s", 0},
		{true, 60 * time.Second, "the keyring did not answer within 60s", 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			told, started := 0, time.Now()
			k := Keyring{Person: test.person, Waiting: func() {
				told++
				if after := time.Since(started); after != 3*time.Second {
					t.Errorf("it is told to wait after %s", after)
				}
			}}
			text, err := await(t.Context(), k.wait(), hang(t))
			if text != "" || err == nil || err.Error() != test.says {
				t.Errorf("got %q, %v", text, err)
			}
			if took := time.Since(started); took != test.want || told != test.told {
				t.Errorf("it took %s and told %d times, want %s and %d", took, told, test.want, test.told)
			}
		})
	}
}

func TestAnAnswerWhileItWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		text, err := await(t.Context(), Keyring{Person: true}.wait(), func() (string, error) {
			time.Sleep(59 * time.Second) // of the test's own clock
			return "at last", nil
		})
		if text != "at last" || err != nil {
			t.Errorf("got %q, %v", text, err)
		}
	})
}

func TestAnInterruptedWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reason := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(reason) })
		if _, err := await(ctx, Keyring{Person: true}.wait(), hang(t)); !errors.Is(err, reason) {
			t.Errorf("it fails with %v", err)
		}
		_, err := await(ctx, Keyring{}.wait(), func() (string, error) {
			t.Error("it is called after the interruption")
			return "", nil
		})
		if !errors.Is(err, reason) {
			t.Errorf("the next fails with %v", err)
		}
	})
}

func TestACallThatFailsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := await(ctx, Keyring{}.wait(), func() (string, error) {
		cancel()
		return "", errors.New("a consequence")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it fails with %v", err)
	}
}

func TestACallThatPanics(t *testing.T) {
	t.Parallel()
	for _, reason := range []any{"a-secret", fmt.Errorf("an error"), 7} {
		text, err := await(t.Context(), Keyring{}.wait(), func() (string, error) { panic(reason) })
		if text != "" || errs.KindOf(err) != errs.Denied || err.Error() != "the connection to the keyring broke" {
			t.Errorf("panic(%v): got %q, %v", reason, text, err)
		}
	}
}
