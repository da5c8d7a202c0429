// Package custody owns a new secret from the first byte of the console's
// answer to its safe arrival. Whatever breaks on the way, the secret is in
// exactly one of three states: not made, sealed in the journal, or where it was
// meant to go.
//
// The order is always the same: every sink says that it is ready; the intent is
// written to the journal; the create is sent, once; its raw answer is sealed
// into the journal; it is understood; the caller may prove the key; the sinks
// take the secret in turn, and those that can are read back; the entry of the
// journal is erased.
package custody
