// Package aside calls functions so that a panic ends nothing where it happens:
// the runtime would write its value to stderr, past everything that blacks out
// secrets. It comes back to whoever waits for the function instead.
package aside

import "runtime/debug"

// Panic is a panic that was caught. It can be an error, or the value of another
// panic; as a text, it doesn't show what the first one said.
type Panic struct {
	Value any
	Stack []byte // where it happened
}

// Error tells that there was one.
func (p *Panic) Error() string { return "there was a panic" }

// Recovered makes a Panic of what recover gives: nil of nil, and of a Panic,
// which was caught before, itself.
func Recovered(reason any) *Panic {
	switch reason := reason.(type) {
	case nil:
		return nil
	case *Panic:
		return reason
	}
	return &Panic{Value: reason, Stack: debug.Stack()}
}

// Catch calls a function and gives its panic, nil for none.
func Catch(call func()) (caught *Panic) {
	defer func() { caught = Recovered(recover()) }()
	call()
	return nil
}

// Result is what a function gave back: a value or a panic.
type Result[T any] struct {
	value    T
	panicked *Panic
}

// Get gives the value, or goes on with the panic.
func (r Result[T]) Get() T {
	if r.panicked != nil {
		panic(r.panicked)
	}
	return r.value
}

// Go calls a function in a goroutine of its own. Where nobody waits for the
// result any more, it is dropped, and so is a panic.
func Go[T any](call func() T) <-chan Result[T] {
	done := make(chan Result[T], 1)
	go func() {
		var result Result[T]
		result.panicked = Catch(func() { result.value = call() })
		done <- result
	}()
	return done
}
