package emulator

import (
	"errors"
	"net/http"
	"strings"

	"keyctl/emulator"
)

func succeed(w http.ResponseWriter, status int, data any) {
	emulator.WriteJSON(w, status, success{Code: "OK", Data: data})
}

func refuseStatus(w http.ResponseWriter, status int) {
	answer(w, status, strings.ToLower(http.StatusText(status)))
}

func answer(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, failure{Code: code(status), Error: text})
}

// code follows the one documented example: 400 Bad Request is BAD_REQUEST.
func code(status int) string {
	text := http.StatusText(status)
	if text == "" {
		return "ERROR"
	}
	return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_", "'", "").Replace(text))
}

// refuse puts an error into this console's words.
func refuse(w http.ResponseWriter, err error) {
	var failed *emulator.Failure
	var wrong *emulator.WrongType
	var violation emulator.Violation
	switch {
	case errors.As(err, &failed):
		failed.Announce(w.Header())
		answer(w, failed.Status, failed.Error())
	case errors.As(err, &wrong):
		answer(w, http.StatusBadRequest, "Invalid field: "+wrong.Error())
	case errors.As(err, &violation):
		refuseViolation(w, violation, err)
	default:
		answer(w, http.StatusInternalServerError, err.Error())
	}
}

func refuseViolation(w http.ResponseWriter, violation emulator.Violation, err error) {
	switch violation {
	case emulator.ErrUnknownSecret, emulator.ErrRevoked, emulator.ErrExpired:
		answer(w, http.StatusUnauthorized, "Missing or invalid API key")
	case emulator.ErrUnknownKey:
		answer(w, http.StatusNotFound, "API key not found")
	case emulator.ErrActiveLimit:
		answer(w, http.StatusConflict, "API key limit reached")
	case emulator.ErrBodyTooLarge:
		answer(w, http.StatusRequestEntityTooLarge, "Request body too large")
	case emulator.ErrBodyShape:
		answer(w, http.StatusBadRequest, "Invalid request body")
	case emulator.ErrBusy, emulator.ErrClosed, emulator.ErrDamaged:
		answer(w, http.StatusServiceUnavailable, err.Error())
	default:
		answer(w, http.StatusBadRequest, violation.Error())
	}
}
