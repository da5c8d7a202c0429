package recover

import "keyctl/custody/journal"

// stateOf is what an entry is, in a word or two.
func stateOf(found journal.Found) string {
	switch {
	case found.Trouble != nil:
		return "unreadable"
	case found.Purpose == journal.ForCommand && found.Key != "":
		return "to be ended"
	case found.Sealed() && found.Key != "":
		return "secret kept"
	case found.Sealed(): // it may be a page that tells of an error
		return "answer kept"
	case found.Key != "":
		return "secret lost"
	case found.Answered:
		return "answer lost"
	}
	return "outcome unknown"
}
