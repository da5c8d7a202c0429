package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"slices"
)

// member is a person of an account, and this run's credential of theirs.
type member struct {
	name       string
	credential string
	hash       [sha256.Size]byte
}

func newMembers(half Half) []member {
	names := half.Members
	if len(names) == 0 {
		names = []string{""}
	}
	members := make([]member, len(names))
	for i, name := range names {
		credential := half.NewCredential()
		members[i] = member{name, credential, sha256.Sum256([]byte(credential))}
	}
	return members
}

func areNames(members []string) bool {
	sorted := slices.Sorted(slices.Values(members))
	return !slices.Contains(sorted, "") && len(slices.Compact(sorted)) == len(members)
}

// Credential is this run's management credential of a console, that of its
// first member, or "" if the emulator doesn't serve that console.
func (e *Emulator) Credential(console string) string {
	if members := e.members[console]; len(members) > 0 {
		return members[0].credential
	}
	return ""
}

// MemberCredential is this run's management credential of a console's member,
// or "" if there is no such member. The one of an account without members is
// named "".
func (e *Emulator) MemberCredential(console, name string) string {
	for _, one := range e.members[console] {
		if one.name == name {
			return one.credential
		}
	}
	return ""
}

// Member says whose management credential of this run the secret is. It takes
// the same time for every secret.
func (a *Account) Member(secret string) (name string, ok bool) {
	hash := sha256.Sum256([]byte(secret))
	found := -1
	for i := range a.members {
		same := subtle.ConstantTimeCompare(hash[:], a.members[i].hash[:])
		found = subtle.ConstantTimeSelect(same, i, found)
	}
	if found < 0 {
		return "", false
	}
	return a.members[found].name, true
}

// IsCredential says whether the secret is a management credential of this run.
func (a *Account) IsCredential(secret string) bool {
	_, ok := a.Member(secret)
	return ok
}
