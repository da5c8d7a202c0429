// Package emulator is the server half of Quarry's key management, for the
// embedded console.
//
//   - the routes, the fields of a key, times in milliseconds, null for no time,
//     pages with a cursor, names of at most 40 characters: [doc]
//   - an API key manages keys, and a paused one manages none: [doc]
//   - GET /whoami: [client]
//   - PUT /keys/{id}/end, two keys on a page, that the cursor is the last identifier
//     on the page, 409 at a limit, the texts of errors: [inferred]
package emulator

import (
	"net/http"

	"keyctl/emulator"
)

// Half is Quarry's server half.
func Half() emulator.Half {
	return emulator.Half{
		Console:       "quarry",
		Path:          "/quarry/v2",
		Rules:         emulator.Rules{NameLength: 40, RevokeRemoves: true, ChangeExpired: true},
		NewCredential: newSecret,
		Handler:       func(account *emulator.Account) http.Handler { return console{account}.handler() },
	}
}

func newSecret() string { return "qry_" + emulator.RandomHex(24) }

func newID() string { return "k-" + emulator.RandomHex(6) }

// hint is what stays visible of a secret; the stars are part of it.
func hint(secret string) string { return secret[:len("qry_")+8] + "****" }
