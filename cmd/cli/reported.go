package cli

import "errors"

// Reported is an error that stderr has shown already. It still fails the command.
type Reported struct{ error }

// AlreadyReported marks an error that stderr has shown already.
func AlreadyReported(err error) Reported { return Reported{err} }

// Unwrap gives the error.
func (f Reported) Unwrap() error { return f.error }

// Unreported leaves out of joined errors what stderr has shown already.
func Unreported(err error) error {
	if _, shown := err.(Reported); shown { //nolint:errorlint // not what it wraps: that is looked into
		return nil
	}
	joined, several := err.(interface{ Unwrap() []error }) //nolint:errorlint // as above
	if !several {
		return err
	}
	var left []error
	for _, one := range joined.Unwrap() {
		left = append(left, Unreported(one))
	}
	return errors.Join(left...)
}
