package emulator

// Rules are the limits a console puts on keys.
type Rules struct {
	// NameLength is the longest name in characters; 0 means any.
	NameLength int
	// ActiveKeys is how many active keys an account may hold unless
	// [Settings] say otherwise; 0 means any number.
	ActiveKeys int
	// RevokeRemoves says that a revoked key leaves the list.
	RevokeRemoves bool
	// RevokeDisables says that this console calls it revoking when a key is
	// disabled, so that a fault of revoke meets that change.
	RevokeDisables bool
	// ChangeExpired says that a key can be changed and revoked although its
	// expiry has passed.
	ChangeExpired bool
	// RequestsPerMinute is how many requests one secret may make in any minute
	// unless [Settings] say otherwise; 0 means any number.
	RequestsPerMinute int
}

// Violation is a rule that a request broke. Each console reports it in its own
// words.
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
	ErrQuota            Violation = "the key's quota is used up"
)
