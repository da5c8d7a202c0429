// Package emulator is the server half of HostUpCloud's key management, for the
// embedded console.
//
//   - Authorization: Bearer huc_…, a key told once, permissions read, write or
//     both, write includes all read access, an optional expiry after which a key
//     stops working by itself: [doc]
//   - 60 requests a minute with one key, then 429 Too Many Requests: [doc]; any 60
//     seconds are a minute, refused requests don't count, those with an unusable
//     key do, and Retry-After: [inferred]
//   - revoking disables a key and can be undone, deleting is permanent, the expiry
//     can be set later: [doc] for the acts
//   - an API key manages keys, with read only the list and with write everything,
//     403 otherwise: [inferred] from what the permissions mean elsewhere
//   - GET and POST /api-keys, PATCH /api-keys/{id} with active or expiresAt or both,
//     DELETE /api-keys/{id}; an expired or disabled key can be changed and deleted:
//     [inferred]
//   - GET /instances, with or without projectId: [doc]; the answer, an empty array,
//     and that nothing else shows in lastUsedAt: [inferred]
//   - camelCase: [doc]; field names, the bare list, null for no time, 64 digits after
//     huc_ and eight of them in the prefix, identifiers that are UUIDs: [inferred]
//   - a name and at least one permission are required, no permission twice, expiry
//     in the future, unknown fields and a change of nothing are refused: [inferred]
//   - 201 for a created key, 204 without a body for a deleted one, 400, 401, 404, 409
//     at a limit of active keys that was asked for, the error body {"error":…} and
//     its texts: [inferred]
package emulator

import (
	"net/http"
	"slices"

	"keyctl/emulator"
)

const requestsPerMinute = 60

// Half is HostUpCloud's server half.
func Half() emulator.Half {
	return emulator.Half{
		Console:       "hostupcloud",
		Path:          "/hostupcloud/api",
		Rules:         emulator.Rules{RevokeDisables: true, ChangeExpired: true, RequestsPerMinute: requestsPerMinute},
		NewCredential: newSecret,
		Handler: func(account *emulator.Account) http.Handler {
			return console{account}.handler()
		},
	}
}

func newSecret() string { return "huc_" + emulator.RandomHex(32) }

func prefix(secret string) string { return secret[:len("huc_")+8] }

// newID is a random UUID, version 4.
func newID() string {
	digits := []byte(emulator.RandomHex(16))
	digits[12] = '4'
	digits[16] = "89ab"[digits[16]%4]
	return string(slices.Concat(digits[:8], []byte{'-'}, digits[8:12], []byte{'-'},
		digits[12:16], []byte{'-'}, digits[16:20], []byte{'-'}, digits[20:]))
}
