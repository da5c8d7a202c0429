package custody

import (
	"crypto/sha256"
	"encoding/hex"

	"keyctl/client"
)

// fingerprint distinguishes credentials, and shows nothing else of them:
// credentials are long and random, and it is short.
func fingerprint(credential client.Credential) string {
	sum := sha256.Sum256([]byte("keyctl journal\x00" + credential.Origin + "\x00" + credential.Secret.Reveal()))
	return hex.EncodeToString(sum[:8])
}
