package emulator

import (
	"crypto/sha256"
	"slices"
)

// member is a person of an account, and this run's credential of theirs.
type member struct {
	name       string
	credential string
	hash       [sha256.Size]byte
}

// newMembers makes this run's credentials, one for each name. An account without
// names has one member, whose name is "".
func newMembers(names []string, newCredential func() string) []member {
	if len(names) == 0 {
		names = []string{""}
	}
	members := make([]member, len(names))
	for i, name := range names {
		credential := newCredential()
		members[i] = member{name, credential, sha256.Sum256([]byte(credential))}
	}
	return members
}

// areNames reports whether members have names, each a different one.
func areNames(members []string) bool {
	sorted := slices.Sorted(slices.Values(members))
	return !slices.Contains(sorted, "") && len(slices.Compact(sorted)) == len(members)
}
