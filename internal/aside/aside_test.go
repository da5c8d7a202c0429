package aside

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const secret = "sk-0123456789abcdef0123456789abcdef"

func fails() int { panic("it holds " + secret) }

func TestAPanicComesBackToWhoeverWaits(t *testing.T) {
	t.Parallel()
	result := <-Go(fails)
	caught := Catch(func() { result.Get() })
	if caught == nil || caught.Value != "it holds "+secret || !bytes.Contains(caught.Stack, []byte("aside.fails")) {
		t.Fatalf("got %v", caught)
	}
	if again := Catch(func() { panic(caught) }); again != caught {
		t.Errorf("it was caught twice: %v", again)
	}
}

func TestAPanicKeepsQuietAboutItsValue(t *testing.T) {
	t.Parallel()
	caught := Catch(func() { fails() })
	for _, text := range []string{caught.Error(), fmt.Sprint(caught), fmt.Sprintf("%+v", errors.Join(caught))} {
		if strings.Contains(text, secret) {
			t.Errorf("it says %q", text)
		}
	}
}

func TestWhatEndsWellGivesItsValue(t *testing.T) {
	t.Parallel()
	if got := (<-Go(func() int { return 3 })).Get(); got != 3 {
		t.Errorf("got %d", got)
	}
	if caught := Catch(func() {}); caught != nil {
		t.Errorf("caught %v", caught)
	}
	if caught := Catch(func() { panic(nil) }); caught == nil { //nolint:govet // a panic is one whatever its value
		t.Error("a panic without a value was lost")
	}
}

func TestNobodyHasToWait(t *testing.T) {
	t.Parallel()
	if done := Go(fails); cap(done) != 1 {
		t.Error("a result that nobody takes keeps its goroutine")
	}
}
