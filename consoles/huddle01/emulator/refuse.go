package emulator

import (
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

// words are this console's refusals.
func words() emulator.Words {
	unknown := emulator.Said{Status: http.StatusUnauthorized, Text: "Missing or invalid API key"}
	return emulator.Words{
		Answer: answer, Field: "Invalid field: ",
		Says: map[emulator.Violation]emulator.Said{
			emulator.ErrUnknownSecret: unknown,
			emulator.ErrRevoked:       unknown,
			emulator.ErrExpired:       unknown,
			emulator.ErrUnknownKey:    {Status: http.StatusNotFound, Text: "API key not found"},
			emulator.ErrActiveLimit:   {Status: http.StatusConflict, Text: "API key limit reached"},
			emulator.ErrBodyTooLarge:  {Status: http.StatusRequestEntityTooLarge, Text: "Request body too large"},
			emulator.ErrBodyShape:     {Status: http.StatusBadRequest, Text: "Invalid request body"},
		},
	}
}

func refuse(w http.ResponseWriter, err error) { words().Refuse(w, err) }
