package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
)

// maxMembers is more than any object of a console has. It bounds how long the
// search for twins takes.
const maxMembers = 1000

// twins looks for objects that have a member twice, be it in another case: Go
// takes the last of them, and whatever else reads the answer perhaps the first.
type twins struct {
	seed maphash.Seed
	open [][]uint64 // the hashes of the names in each object, and of none in each array, that is open
}

func newTwins() *twins { return &twins{seed: maphash.MakeSeed()} }

// check refuses a JSON value with twins, and one that is nested too deep. What
// is no JSON is for others to refuse.
func (t *twins) check(value []byte) error {
	t.open = t.open[:0]
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case '{', '[':
			if len(t.open) == maxDepth {
				return errDeep
			}
			t.enter()
		case '}', ']':
			t.open = t.open[:max(0, len(t.open)-1)]
		case '"':
			text := value[i : i+textLength(value[i:])]
			i += len(text) - 1
			if bytes.HasPrefix(bytes.TrimLeft(value[i+1:], " \t\r\n"), []byte{':'}) {
				if err := t.meet(text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// enter opens an object or an array, in the memory of one before it.
func (t *twins) enter() {
	depth := len(t.open)
	if depth == cap(t.open) {
		t.open = append(t.open, nil)
		return
	}
	t.open = t.open[:depth+1]
	t.open[depth] = t.open[depth][:0]
}

// meet notes the name of a member.
func (t *twins) meet(quoted []byte) error {
	if len(t.open) == 0 {
		return nil
	}
	name := quoted[1 : len(quoted)-1]
	if slices.ContainsFunc(name, func(c byte) bool { return c == '\\' || c >= 0x80 || c >= 'A' && c <= 'Z' }) {
		name = folded(quoted)
	}
	hash := maphash.Bytes(t.seed, name)
	names := &t.open[len(t.open)-1]
	switch {
	case slices.Contains(*names, hash):
		return errors.New("it has a member twice")
	case len(*names) == maxMembers:
		return errors.New("it has an object with too many members")
	}
	*names = append(*names, hash)
	return nil
}

// folded gives the text in a JSON string in the one case of all its cases.
func folded(quoted []byte) []byte {
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return quoted
	}
	return []byte(strings.Map(func(r rune) rune {
		if r < 0x80 {
			return unicode.ToLower(r)
		}
		for { // the smallest of those that encoding/json takes for one
			next := unicode.SimpleFold(r)
			if next <= r {
				return unicode.ToLower(next)
			}
			r = next
		}
	}, text))
}

// textLength is how long the JSON string at the beginning of a text is, with its
// quotes.
func textLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// CheckTwins refuses a whole JSON answer with twins, and one that is nested too
// deep.
func CheckTwins(answer []byte) error { return newTwins().check(answer) }
