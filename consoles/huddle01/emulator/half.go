// Package emulator is the server half of Huddle01 Cloud's key management, for
// the embedded console.
//
//   - envelopes {"code":"OK","data":…} and {"code":…,"error":…}, the fields of a
//     key, the answers to list and revoke, the balance: [doc]
//   - an API key manages keys, as X-API-Key or as a bearer token: [doc]; X-API-Key
//     decides when both are sent: [inferred]
//   - Idempotency-Key is accepted and has no effect: [client] sends it, and
//     whether the console honours it is not known
//   - name is optional and defaults to "default": [doc]; so do null and blank
//     names: [inferred]
//   - a revoked key is gone from the list and its next request gets 401: [doc]
//   - 201 for a created key, 404 for an unknown one, 409 at a limit of active
//     keys that was asked for, every code but OK and BAD_REQUEST, the texts of
//     errors: [inferred]
package emulator

import (
	"net/http"

	"keyctl/emulator"
)

// Half is Huddle01's server half.
func Half() emulator.Half {
	return emulator.Half{
		Console:       "huddle01",
		Path:          "/huddle01/api/v1",
		Rules:         emulator.Rules{RevokeRemoves: true},
		NewCredential: newSecret,
		Handler: func(account *emulator.Account) http.Handler {
			return console{account}.handler()
		},
	}
}

func newSecret() string { return "mk_" + emulator.RandomHex(32) }

func newID() string { return "ak_" + emulator.RandomHex(8) }

// prefix is what stays visible of a secret; the dots are part of it.
func prefix(secret string) string { return secret[:len("mk_")+8] + "..." }
