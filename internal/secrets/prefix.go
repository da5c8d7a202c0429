package secrets

import "strings"

// MaskCharacters are what consoles put where they leave out a secret.
const MaskCharacters = ".*…•●"

// longestPrefix is more than any console shows of a secret with a mask. What is
// longer may be the secret itself, and so may what is as long as one and has no
// mask.
const (
	longestPrefix = 24
	cutPrefix     = 12
)

// PublicPrefix gives the beginning of a secret that a console shows, without
// the dots or stars behind it, and cut if there may be more than a beginning.
func PublicPrefix(shown string) string {
	begun := strings.TrimRight(shown, MaskCharacters)
	if len(begun) > longestPrefix || len(begun) >= Shortest && !strings.ContainsAny(shown, MaskCharacters) {
		return strings.ToValidUTF8(begun[:cutPrefix], "")
	}
	return begun
}

// Mask gives as much of a credential as helps to recognise it: what a list
// shows of a key, of other credentials less, and of a cookie its name.
func Mask(secret Secret, constant string) string {
	text := secret.Reveal()
	shown := len(constant) + publicLength
	name, _, isCookie := strings.Cut(text, "=")
	switch {
	case strings.HasPrefix(text, "cookie:") && isCookie:
		return name + "=…"
	case constant == "" || !strings.HasPrefix(text, constant):
		shown = 4
	}
	if len(text) < 4*shown {
		return "…"
	}
	return text[:shown] + "…"
}

// publicLength is how many characters consoles show of a key behind its
// constant beginning.
const publicLength = 8

// TellingLength is from how many characters on a shared beginning can't be
// chance: one in sixteen million for hexadecimal digits.
const TellingLength = 6

// MayBe reports whether a secret could be the one that a console shows as
// shown, which may be masked in the middle, at the end or altogether. A text
// that says nothing beyond the constant beginning could be any secret of this
// console; a credential that isn't one of its secrets is none of them.
func MayBe(secret Secret, shown, constant string) bool {
	text := secret.Reveal()
	if constant == "" || !strings.HasPrefix(text, constant) {
		return false
	}
	text = strings.TrimPrefix(text, constant)
	head := strings.TrimPrefix(strings.TrimSpace(shown), constant)
	tail := ""
	if cut := strings.IndexAny(head, MaskCharacters); cut >= 0 {
		head, tail = head[:cut], strings.TrimLeft(head[cut:], MaskCharacters+" ")
	}
	if shared(text, head) >= TellingLength {
		return true
	}
	return strings.HasPrefix(text, head) && strings.HasSuffix(text, tail)
}

// Tells reports how many characters of a secret a console tells with what it
// shows of a key, beyond the constant beginning that all have; ok is false when
// the key has another secret. A mask may leave out the middle or the end.
func Tells(secret Secret, shown, constant string) (told int, ok bool) {
	text := secret.Reveal()
	head, tail := strings.TrimSpace(shown), ""
	if cut := strings.IndexAny(head, MaskCharacters); cut >= 0 {
		head, tail = head[:cut], strings.TrimLeft(head[cut:], MaskCharacters+" ")
	}
	if !strings.HasPrefix(text, head) || !strings.HasSuffix(text, tail) || len(head)+len(tail) > len(text) {
		return 0, false
	}
	if !strings.HasPrefix(text, constant) {
		constant = ""
	}
	return min(max(len(head)-len(constant), 0)+len(tail), len(text)-len(constant)), true
}

// LooksLikeToken reports whether a secret is a JSON Web Token, as sessions have,
// by its beginning and its three parts.
func LooksLikeToken(secret Secret) bool {
	text := secret.Reveal()
	return strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") == 2
}

// shared is how many bytes two texts have in common at their beginning.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// leakingLength is how many characters of a secret, beyond what consoles show of
// it, are too many to be shown. An id may have fewer in common with it.
const leakingLength = Shortest

// Leaks reports whether a text holds a secret, or much of it.
func Leaks(text, secret, constant string) bool {
	if strings.Contains(text, secret) {
		return true
	}
	hidden := strings.TrimPrefix(secret, constant)
	hidden = hidden[min(publicLength, len(hidden)):]
	for i := 0; i+leakingLength <= len(hidden); i++ {
		if strings.Contains(text, hidden[i:i+leakingLength]) {
			return true
		}
	}
	return false
}
