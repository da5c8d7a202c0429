package emulator

import (
	"net/http"

	"keyctl/emulator"
)

func answer(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, failure{Error: text})
}

// words are this console's refusals.
func words() emulator.Words {
	unknown := emulator.Said{Status: http.StatusUnauthorized, Text: "Missing or invalid API key"}
	return emulator.Words{
		Answer: answer, Otherwise: "Invalid request body",
		Says: map[emulator.Violation]emulator.Said{
			emulator.ErrUnknownSecret: unknown,
			emulator.ErrRevoked:       unknown,
			emulator.ErrExpired:       unknown,
			emulator.ErrDisabled:      unknown,
			emulator.ErrUnknownKey:    {Status: http.StatusNotFound, Text: "API key not found"},
			emulator.ErrActiveLimit:   {Status: http.StatusConflict, Text: "API key limit reached"},
			emulator.ErrPastExpiry:    {Status: http.StatusBadRequest, Text: "expiresAt must be in the future"},
			emulator.ErrBodyTooLarge:  {Status: http.StatusRequestEntityTooLarge, Text: "Request body too large"},
		},
	}
}

func refuse(w http.ResponseWriter, err error)        { words().Refuse(w, err) }
func refuseStatus(w http.ResponseWriter, status int) { words().Status(w, status) }
