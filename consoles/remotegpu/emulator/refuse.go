package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator"
)

func answer(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, failure{Message: text})
}

// words are this console's refusals.
func words() emulator.Words {
	ended := emulator.Said{Status: http.StatusConflict, Text: "Revoked or expired keys cannot be modified"}
	return emulator.Words{
		Answer: answer, Otherwise: "Invalid request body",
		Says: map[emulator.Violation]emulator.Said{
			emulator.ErrUnknownKey:       {Status: http.StatusNotFound, Text: "API key not found"},
			emulator.ErrRevoked:          ended,
			emulator.ErrExpired:          ended,
			emulator.ErrActiveLimit:      {Status: http.StatusConflict, Text: "Account has reached its active key limit"},
			emulator.ErrNameLength:       {Status: http.StatusBadRequest, Text: "Key names are limited to 64 characters"},
			emulator.ErrPastExpiry:       {Status: http.StatusBadRequest, Text: "Expiration must be in the future"},
			emulator.ErrForeignNamespace: {Status: http.StatusBadRequest, Text: "namespace_ids must reference namespaces owned by the current account"},
			emulator.ErrBodyTooLarge:     {Status: http.StatusRequestEntityTooLarge, Text: "Request body too large"},
		},
	}
}

func refuse(w http.ResponseWriter, err error)        { words().Refuse(w, err) }
func refuseStatus(w http.ResponseWriter, status int) { words().Status(w, status) }

// refuseKey answers for routes that want an API key: whatever is wrong with one,
// it is refused alike.
func refuseKey(w http.ResponseWriter, err error) {
	for _, about := range []emulator.Violation{
		emulator.ErrUnknownSecret, emulator.ErrRevoked, emulator.ErrExpired, emulator.ErrDisabled,
	} {
		if errors.Is(err, about) {
			answer(w, http.StatusUnauthorized, "Missing, invalid, revoked, or expired API key")
			return
		}
	}
	refuse(w, err)
}
