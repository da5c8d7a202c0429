package errs

import (
	"errors"
	"fmt"
	"testing"
)

func TestErrorsKeepTheirKindAndCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	err := fmt.Errorf("outer: %w", Errorf(Conflict, "inner: %w", cause).WithHint("hint"))
	if KindOf(err) != Conflict || !errors.Is(err, cause) || KindOf(cause) != Failed || KindOf(nil) != Failed {
		t.Errorf("got %v", err)
	}
	words := map[string]bool{}
	for kind := Failed; kind <= Partial; kind++ {
		words[kind.String()] = true
	}
	if len(words) != 11 || words[""] || Kind(0).String() != "failed" || Kind(99).String() != "failed" || Kind(-1).String() != "failed" {
		t.Errorf("got %v", words)
	}
}

// TestAnErrorIsAValue: what is added to one changes no other.
func TestAnErrorIsAValue(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	first := Errorf(Failed, "it failed: %w", cause)
	second := first.OfKind(Conflict).Adding("; %d times", 2).About("k1").WithHint("try %s", "again")
	if first.Kind != Failed || first.What != "it failed: cause" || first.Hint != "" || first.KeyID != "" {
		t.Errorf("it became %+v", first)
	}
	if second.Kind != Conflict || second.What != "it failed: cause; 2 times" || second.Hint != "try again" || second.KeyID != "k1" || !errors.Is(second, cause) {
		t.Errorf("got %+v", second)
	}
}
