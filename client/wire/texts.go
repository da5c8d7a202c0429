package wire

import (
	"slices"
	"strings"

	"keyctl/internal/redact"
	"keyctl/internal/secrets"
)

// mostTexts is how many texts of one answer are registered. An answer to a
// create has a handful; thousands would cost more time than there is.
const mostTexts = 64

// RegisterTexts registers every text in a raw answer that could be a secret,
// before anybody knows which one is. An answer can be anything: what begins like
// a console's secrets is registered wherever it stands.
func RegisterTexts(r *redact.Redactor, raw secrets.Secret) {
	walk := newWalk([]byte(raw.Reveal()))
	_ = walk.value("", 0) // of a broken answer, what could be read
	left := mostTexts
	for _, word := range r.Prefixed(walk.raw, mostTexts) {
		r.RegisterText(word)
	}
	id := ""
	if walk.first != nil {
		id = walk.first.id
	}
	for _, text := range walk.texts {
		if left > 0 && !public(text.name) && text.value != id {
			r.RegisterText(text.value)
			left--
		}
	}
}

// public reports whether a member of an answer holds what errors may show and
// what is no secret: ids, names, times, and the elements of lists, which have no
// name.
func public(member string) bool {
	ends := func(end string) bool { return strings.HasSuffix(member, end) }
	ending := []string{"_at", "At", "_id", "Id", "ID", "Time", "Timestamp"}
	return slices.Contains([]string{"", "id", "name", "uuid"}, member) || strings.Contains(strings.ToLower(member), "prefix") ||
		slices.ContainsFunc(ending, ends)
}
