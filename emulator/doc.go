// Package emulator is an embedded console: it keeps API keys in a bbolt file and
// serves them over real HTTP, so that every command can be tried and tested
// without an account anywhere.
//
// It holds what consoles have in common and speaks no dialect. Each console adds
// a [Half]: a handler with wire types of its own that reads requests, calls an
// [Account] and puts the outcome into that console's words.
//
// The rules an Account enforces and how surely they are known:
//
//   - names of limited length, expiry in the future, no change of revoked or
//     expired keys, a limit of active keys, namespaces of the account only: [doc]
//     for RemoteGPU, switched on per console by [Rules]
//   - revoking counts as a change, so a revoked or expired key refuses it too:
//     [inferred]
//   - a revoked key stops working with its next request: [doc]
//   - a secret is shown once; only its SHA-256 and a public prefix are kept: [doc]
//     for the showing, [inferred] for the keeping
//   - a disabled key authenticates nobody and can be changed and enabled: [doc]
//     for HostUpCloud; that it keeps its place under a limit: [inferred]
//   - 60 requests a minute with one key: [doc] for HostUpCloud; that any 60
//     seconds are a minute: [inferred]
//   - what a key uses counts against its quota after it was used, in the console's
//     units, and stays counted when the key is gone: [inferred]
//   - 429 and 503 come with Retry-After: [inferred]
//   - requests that carry an Origin, or a Host that is not loopback, are refused:
//     no console does this; it keeps web pages away from a local emulator
package emulator
