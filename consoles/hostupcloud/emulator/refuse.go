package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator"
)

func answer(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, failure{Error: text})
}

func refuseStatus(w http.ResponseWriter, status int) {
	answer(w, status, http.StatusText(status))
}

// refuse puts an error into this console's words.
func refuse(w http.ResponseWriter, err error) {
	var failed *emulator.Failure
	var tooMany *emulator.TooMany
	var wrong *emulator.WrongType
	var refused refusal
	var violation emulator.Violation
	switch {
	case errors.As(err, &failed):
		failed.Announce(w.Header())
		answer(w, failed.Status, failed.Error())
	case errors.As(err, &tooMany):
		tooMany.Announce(w.Header())
		refuseStatus(w, http.StatusTooManyRequests)
	case errors.As(err, &wrong):
		answer(w, http.StatusBadRequest, wrong.Error())
	case errors.As(err, &refused):
		answer(w, http.StatusBadRequest, refused.Error())
	case errors.As(err, &violation):
		refuseViolation(w, violation, err)
	default:
		answer(w, http.StatusInternalServerError, err.Error())
	}
}

func refuseViolation(w http.ResponseWriter, violation emulator.Violation, err error) {
	switch violation {
	case emulator.ErrUnknownSecret, emulator.ErrRevoked, emulator.ErrExpired, emulator.ErrDisabled:
		answer(w, http.StatusUnauthorized, "Missing or invalid API key")
	case emulator.ErrUnknownKey:
		answer(w, http.StatusNotFound, "API key not found")
	case emulator.ErrActiveLimit:
		answer(w, http.StatusConflict, "API key limit reached")
	case emulator.ErrPastExpiry:
		answer(w, http.StatusBadRequest, "expiresAt must be in the future")
	case emulator.ErrBodyTooLarge:
		answer(w, http.StatusRequestEntityTooLarge, "Request body too large")
	case emulator.ErrBusy, emulator.ErrClosed, emulator.ErrDamaged:
		answer(w, http.StatusServiceUnavailable, err.Error())
	default:
		answer(w, http.StatusBadRequest, "Invalid request body")
	}
}
