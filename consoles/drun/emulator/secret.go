package emulator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
)

const (
	secretPrefix = "sk-"
	secretLength = 45
	shownFirst   = len(secretPrefix) + 4
	shownLast    = 4
)

func randomBytes(number int) []byte {
	random := make([]byte, number)
	// crypto/rand.Read never fails.
	_, _ = rand.Read(random)
	return random
}

func newSecret() string {
	return secretPrefix + base64.RawURLEncoding.EncodeToString(randomBytes(secretLength))[:secretLength]
}

func mask(secret string) string {
	return secret[:shownFirst] + strings.Repeat("*", 8) + secret[len(secret)-shownLast:]
}

// newAccessKey looks like a JWT. Its content is nobody's, its signature random.
func newAccessKey() string {
	encode := base64.RawURLEncoding.EncodeToString
	claims := `{"jti":"` + hex.EncodeToString(randomBytes(16)) + `"}`
	return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims)) + "." + encode(randomBytes(32))
}

// newID is a number of eighteen digits.
func newID() string {
	const digits18 = 100_000_000_000_000_000
	return strconv.FormatUint(digits18+binary.BigEndian.Uint64(randomBytes(8))%(9*digits18), 10)
}

func userID(member string) string {
	hash := sha256.Sum256([]byte(member))
	return "u-" + hex.EncodeToString(hash[:6])
}

// secrets are those that this run has made.
type secrets struct {
	mutex sync.Mutex
	byID  map[string]string
}

func (s *secrets) keep(id, secret string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.byID[id] = secret
}

func (s *secrets) forget(id string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.byID, id)
}

func (s *secrets) find(id string) (string, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	secret, found := s.byID[id]
	return secret, found
}
