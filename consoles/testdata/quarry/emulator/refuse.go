package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator"
)

func problem(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, map[string]any{"problem": map[string]string{"text": text}})
}

func refuseStatus(w http.ResponseWriter, status int) { problem(w, status, http.StatusText(status)) }

// refuse puts an error into this console's words.
func refuse(w http.ResponseWriter, err error) {
	var failed *emulator.Failure
	var wrong *emulator.WrongType
	var violation emulator.Violation
	switch {
	case errors.As(err, &failed):
		failed.Announce(w.Header())
		problem(w, failed.Status, failed.Error())
	case errors.As(err, &wrong):
		problem(w, http.StatusBadRequest, "Bad request: "+wrong.Error())
	case errors.As(err, &violation):
		refuseViolation(w, violation)
	default:
		problem(w, http.StatusInternalServerError, err.Error())
	}
}

func refuseViolation(w http.ResponseWriter, violation emulator.Violation) {
	switch violation {
	case emulator.ErrUnknownSecret, emulator.ErrExpired, emulator.ErrDisabled:
		problem(w, http.StatusUnauthorized, "This key does not work")
	case emulator.ErrUnknownKey:
		problem(w, http.StatusNotFound, "There is no such key")
	case emulator.ErrActiveLimit:
		problem(w, http.StatusConflict, "There are too many keys")
	case emulator.ErrBodyTooLarge:
		problem(w, http.StatusRequestEntityTooLarge, "The body is too large")
	case emulator.ErrBusy, emulator.ErrClosed, emulator.ErrDamaged:
		problem(w, http.StatusServiceUnavailable, violation.Error())
	default:
		problem(w, http.StatusBadRequest, "Bad request: "+violation.Error())
	}
}
