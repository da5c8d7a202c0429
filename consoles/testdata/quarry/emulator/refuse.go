package emulator

import (
	"net/http"

	"keyctl/emulator"
)

func problem(w http.ResponseWriter, status int, text string) {
	emulator.WriteJSON(w, status, map[string]any{"problem": map[string]string{"text": text}})
}

// words are this console's refusals.
func words() emulator.Words {
	unknown := emulator.Said{Status: http.StatusUnauthorized, Text: "This key does not work"}
	return emulator.Words{
		Answer: problem, Field: "Bad request: ",
		Says: map[emulator.Violation]emulator.Said{
			emulator.ErrUnknownSecret: unknown,
			emulator.ErrExpired:       unknown,
			emulator.ErrDisabled:      unknown,
			emulator.ErrUnknownKey:    {Status: http.StatusNotFound, Text: "There is no such key"},
			emulator.ErrActiveLimit:   {Status: http.StatusConflict, Text: "There are too many keys"},
			emulator.ErrBodyTooLarge:  {Status: http.StatusRequestEntityTooLarge, Text: "The body is too large"},
		},
	}
}

func refuse(w http.ResponseWriter, err error)        { words().Refuse(w, err) }
func refuseStatus(w http.ResponseWriter, status int) { words().Status(w, status) }
