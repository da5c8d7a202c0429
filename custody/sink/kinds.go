// Package sink has the places that a new secret can go to, as `--to` names them:
// KIND:PLACE. Each kind has a file named after it (stdout, file, env, keyring,
// exec), which parses its PLACE, and a line in [Kinds]; [Parse] finds the kind. A
// sink finds out beforehand whether its place can take a secret, and brings it
// there exactly, without a line break.
package sink

// Kinds gives every kind of place.
func Kinds() []Kind {
	return []Kind{stdoutKind(), fileKind(), envKind(), keyringKind(), execKind()}
}
