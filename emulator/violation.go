package emulator

// Violation is a rule that a request broke. Each console says it in its own words.
type Violation string

// Error implements error.
func (v Violation) Error() string { return string(v) }

// The rules a request can break.
const (
	ErrUnknownKey       Violation = "no such key"
	ErrUnknownSecret    Violation = "no key has this secret"
	ErrRevoked          Violation = "the key is revoked"
	ErrExpired          Violation = "the key is expired"
	ErrDisabled         Violation = "the key is disabled"
	ErrActiveLimit      Violation = "the account is at its limit of active keys"
	ErrNameLength       Violation = "the name is too long"
	ErrPastExpiry       Violation = "the expiry is not in the future"
	ErrForeignNamespace Violation = "a namespace belongs to another account"
	ErrBodyTooLarge     Violation = "the request body is too large"
	ErrBodyShape        Violation = "the request body is not a JSON object"
	ErrDamaged          Violation = "the data file is damaged"
	ErrBusy             Violation = "the data file stayed locked by another process"
	ErrClosed           Violation = "the emulator is closed"
)
