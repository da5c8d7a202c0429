package emulator

import (
	"errors"
	"net/http"
	"slices"

	"keyctl/emulator"
)

func answer(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, failure{Message: text})
}

func refuseStatus(w http.ResponseWriter, status int) {
	answer(w, status, http.StatusText(status))
}

// refuseKey answers for routes that want an API key.
func refuseKey(w http.ResponseWriter, err error) {
	var violation emulator.Violation
	if errors.As(err, &violation) && !slices.Contains([]emulator.Violation{emulator.ErrBusy, emulator.ErrClosed, emulator.ErrDamaged}, violation) {
		answer(w, http.StatusUnauthorized, "Missing, invalid, revoked, or expired API key")
		return
	}
	refuse(w, err)
}

// refuse puts an error into this console's words.
func refuse(w http.ResponseWriter, err error) {
	var failed *emulator.Failure
	var wrong *emulator.WrongType
	var refused refusal
	var violation emulator.Violation
	switch {
	case errors.As(err, &failed):
		failed.Announce(w.Header())
		answer(w, failed.Status, failed.Error())
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
	case emulator.ErrUnknownKey:
		answer(w, http.StatusNotFound, "API key not found")
	case emulator.ErrRevoked, emulator.ErrExpired:
		answer(w, http.StatusConflict, "Revoked or expired keys cannot be modified")
	case emulator.ErrActiveLimit:
		answer(w, http.StatusConflict, "Account has reached its active key limit")
	case emulator.ErrNameLength:
		answer(w, http.StatusBadRequest, "Key names are limited to 64 characters")
	case emulator.ErrPastExpiry:
		answer(w, http.StatusBadRequest, "Expiration must be in the future")
	case emulator.ErrForeignNamespace:
		answer(w, http.StatusBadRequest, "namespace_ids must reference namespaces owned by the current account")
	case emulator.ErrBodyTooLarge:
		answer(w, http.StatusRequestEntityTooLarge, "Request body too large")
	case emulator.ErrBusy, emulator.ErrClosed, emulator.ErrDamaged:
		answer(w, http.StatusServiceUnavailable, err.Error())
	default:
		answer(w, http.StatusBadRequest, "Invalid request body")
	}
}
