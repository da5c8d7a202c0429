package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator/store"
)

// Refusal is a 400 in a console's own words.
type Refusal string

// Error implements error.
func (r Refusal) Error() string { return string(r) }

// Said is a status and what a console says with it.
type Said struct {
	Status int
	Text   string
}

// Words are how a console refuses, as data.
type Words struct {
	// Answer writes a failure in the console's own envelope.
	Answer func(w http.ResponseWriter, status int, text string)
	// Says are the words for the rules that a request can break. For what isn't
	// there it is a 400 with Otherwise, or with the rule's own words.
	Says      map[Violation]Said
	Otherwise string
	// Field comes before what is wrong with a field of a body.
	Field string
}

// Status answers with a status and its usual text.
func (x Words) Status(w http.ResponseWriter, status int) {
	x.Answer(w, status, http.StatusText(status))
}

// Refuse puts an error into the console's words.
func (x Words) Refuse(w http.ResponseWriter, err error) {
	var failed *Failure
	var tooMany *TooMany
	var wrong *WrongType
	var refused Refusal
	var violation Violation
	switch {
	case errors.As(err, &failed):
		failed.Announce(w.Header())
		x.Answer(w, failed.Status, failed.Error())
	case errors.As(err, &tooMany):
		tooMany.Announce(w.Header())
		x.Status(w, http.StatusTooManyRequests)
	case errors.As(err, &wrong):
		x.Answer(w, http.StatusBadRequest, x.Field+wrong.Error())
	case errors.As(err, &refused):
		x.Answer(w, http.StatusBadRequest, refused.Error())
	case errors.As(err, &violation):
		x.broken(w, violation)
	case Unusable(err):
		x.Answer(w, http.StatusServiceUnavailable, err.Error())
	default:
		x.Answer(w, http.StatusInternalServerError, err.Error())
	}
}

// Unusable reports whether an error means that the data file can't be used now.
func Unusable(err error) bool {
	_, unusable := errors.AsType[store.Unusable](err)
	return unusable
}

// broken answers a request that broke a rule.
func (x Words) broken(w http.ResponseWriter, violation Violation) {
	said, known := x.Says[violation]
	switch {
	case known:
		x.Answer(w, said.Status, said.Text)
	case x.Otherwise != "":
		x.Answer(w, http.StatusBadRequest, x.Otherwise)
	default:
		x.Answer(w, http.StatusBadRequest, x.Field+violation.Error())
	}
}
