// Package emulator is the server half of RemoteGPU's key management, for the
// embedded console.
//
//   - keys are managed by the signed-in session, API keys are refused there with
//     401 "Missing access token": [doc]; the session's token as bearer, or as a
//     cookie named access_token: [inferred]
//   - the four routes, the four scope shapes and the texts that refuse the
//     others, 64 characters, future expiry, 404, both 409: [doc]
//   - false values, unknown scope fields and namespace_ids beside a true
//     all_namespaces are refused, an empty namespace_ids beside it is not:
//     [inferred]
//   - the raw key only in the create answer, a prefix elsewhere: [doc]; that the
//     prefix is eight characters after rgpu_: [inferred]
//   - revoked keys stay in the list, with revoked_at; revoking a revoked or an
//     expired key is refused like any change: [inferred]
//   - a name is required and not blank; 201 for a created key; field names, the
//     bare list, the error envelope {"message":…} and the texts not named above:
//     [inferred]
//   - GET /inference/runtime/models wants an API key in x-api-key, 401 without a
//     usable one: [doc], although the page on image inference calls this route
//     public; 403 without inference access: [doc] for inference in general; the
//     answer's envelope: [inferred]
package emulator

import (
	"net/http"
	"slices"

	"keyctl/emulator"
)

// The namespaces of the emulated account.
const (
	FirstNamespace  = "5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a"
	SecondNamespace = "c2a9e4d7-0b58-4f13-8e6d-7a9b8c0d1e2f"
)

const nameLength = 64

// Half is RemoteGPU's server half.
func Half() emulator.Half {
	return emulator.Half{
		Console:       "remotegpu",
		Path:          "/remotegpu/v1",
		Rules:         emulator.Rules{NameLength: nameLength, ActiveKeys: 100},
		Namespaces:    []string{FirstNamespace, SecondNamespace},
		NewCredential: func() string { return "session_" + emulator.RandomHex(32) },
		Handler: func(account *emulator.Account) http.Handler {
			return console{account}.handler()
		},
	}
}

func newSecret() string { return "rgpu_" + emulator.RandomHex(32) }

func prefix(secret string) string { return secret[:len("rgpu_")+8] }

// newID is a random UUID, version 4.
func newID() string {
	digits := []byte(emulator.RandomHex(16))
	digits[12] = '4'
	digits[16] = "89ab"[digits[16]%4]
	return string(slices.Concat(digits[:8], []byte{'-'}, digits[8:12], []byte{'-'},
		digits[12:16], []byte{'-'}, digits[16:20], []byte{'-'}, digits[20:]))
}
