package keyring

import "time"

// longest is how much every keyring takes: Windows stops at 2,560 bytes, macOS
// near 2,900, once without saying so.
const longest = 2048

// How long a keyring may take. A program that runs alone has to go on soon; a
// person has to find and type a password.
const (
	alone  = 3 * time.Second
	person = 60 * time.Second
)

// limits replace alone and person; zero leaves one as it is.
type limits struct{ alone, person time.Duration }
