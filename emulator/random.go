package emulator

import (
	"crypto/rand"
	"encoding/hex"
)

// RandomHex is twice as many hexadecimal digits as the given number of random bytes.
func RandomHex(bytes int) string {
	random := make([]byte, bytes)
	// crypto/rand.Read never fails.
	_, _ = rand.Read(random)
	return hex.EncodeToString(random)
}
