// Package identity finds who can open the journal, and where that lies. The
// journal is sealed to an age recipient, which is no secret and lies next to it;
// the identity that opens it lies in the keyring, in a file under a passphrase
// or, by explicit choice, in the journal's folder.
//
// An identity is kept and read back before its recipient is written: what is
// sealed to a recipient can be opened again.
package identity

import (
	"context"
	"time"

	"keyctl/internal/secrets"
)

// Place is where the identity lies.
type Place string

// The places there are. The zero Place is none yet: find one.
const (
	InKeyring Place = "keyring"
	InFile    Place = "file"  // encrypted to a passphrase
	Local     Place = "local" // in the journal's folder, as it is
	Nowhere   Place = "none"  // the journal keeps no secrets
)

// Recipient is to whom the journal is sealed. The zero one is nobody: the
// journal keeps no secrets.
type Recipient struct {
	Text  string // age1…
	Place Place  // of the identity that opens it
}

// Keyring is the keyring of the operating system.
type Keyring interface {
	// Check fails unless the keyring can be used now.
	Check(ctx context.Context) error
	// Get gives the secret of an account; without one the error is an fs.ErrNotExist.
	Get(ctx context.Context, account string) (secrets.Secret, error)
	Set(ctx context.Context, account string, secret secrets.Secret) error
}

// Keeper keeps the identities of a journal.
type Keeper struct {
	Folder  string // the journal's, made when something is set up; "" for nowhere
	Choice  Place
	Keyring Keyring // is asked without a word to anybody: it should wait for no person
	// Passphrase asks for the passphrase of the file; confirm asks for it twice,
	// because something is about to be encrypted to it.
	Passphrase    func(ctx context.Context, confirm bool) (secrets.Secret, error)
	HasPassphrase bool // Passphrase gives one without asking anybody
	// Profile is whose passphrase a new file gets, "" for one of its own. Others
	// have theirs, and have to know later which one opens the file.
	Profile string

	patience time.Duration // how long to wait for others that set up; zero is as said
}
