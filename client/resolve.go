package client

import (
	"errors"
	"hash/maphash"
	"iter"
	"slices"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// match is what a list holds for one KEY of the command line. The ended keys
// with its name are counted by themselves: many of them hide no living one.
type match struct {
	ids    []Key
	living []Key
	ended  []Key
}

// note adds a key once, up to a bound.
func note(keys []Key, key Key) []Key {
	if len(keys) >= MostCandidates || slices.ContainsFunc(keys, func(k Key) bool { return k.ID == key.ID }) {
		return keys
	}
	return append(keys, key)
}

// Resolve finds the keys that are meant, in one reading of a list: each KEY is
// an exact id or an exact name, with byID only an id. It gives each key once,
// in the order of the command line, or an error for the first KEY that means
// none or more than one. What can't be an id is refused before the list is
// asked for.
//
// A revoked or expired key does not make the name of a living one ambiguous:
// it stopped already. It still is found by its id, and by its name when no
// living key has it.
//
// A key of which the list tells twice, and differently, is nonsense: nobody can
// say what would be changed.
func Resolve(list iter.Seq2[Key, error], wanted []string, byID bool) ([]Key, error) {
	matches := make(map[string]*match, len(wanted))
	for _, text := range wanted {
		if byID {
			if err := CheckID(text); err != nil {
				return nil, err
			}
		}
		matches[text] = &match{}
	}
	told := rows{seed: maphash.MakeSeed(), first: map[uint64]uint64{}, contradicted: map[string]bool{}}
	for key, err := range list {
		if err != nil {
			return nil, err
		}
		told.note(key)
		if m := matches[key.ID]; m != nil {
			m.ids = note(m.ids, key)
		}
		switch m := matches[key.Name]; {
		case m == nil || byID || key.ID == key.Name:
		case key.Status == Revoked || key.Status == Expired:
			m.ended = note(m.ended, key)
		default:
			m.living = note(m.living, key)
		}
	}
	var keys []Key
	for _, text := range wanted {
		key, err := matches[text].choose(text, byID)
		if err != nil {
			return nil, err
		}
		if told.contradicted[key.ID] {
			return nil, errs.Errorf(errs.Unreachable, "the list tells of the key %s twice, and differently", safetext.Quote(key.ID)).
				WithHint("look at it with `list`, and try again later")
		}
		keys = append(keys, key)
	}
	return distinct(keys), nil
}

// rows remember as hashes what a list tells of each key, to find those of which
// it tells different things.
type rows struct {
	seed         maphash.Seed
	first        map[uint64]uint64
	contradicted map[string]bool
}

func (r *rows) note(key Key) {
	type row struct {
		name, prefix string
		status       Status
		expires      int64
	}
	id := maphash.String(r.seed, key.ID)
	hash := maphash.Comparable(r.seed, row{key.Name, key.Prefix, key.Status, key.ExpiresAt.UnixNano()})
	first, before := r.first[id]
	switch {
	case !before:
		r.first[id] = hash
	case first != hash:
		r.contradicted[key.ID] = true
	}
}

// choose gives the one key that is meant.
func (m *match) choose(text string, byID bool) (Key, error) {
	candidates := slices.Concat(m.ids, m.living)
	if len(candidates) == 0 {
		candidates = m.ended
	}
	switch len(candidates) {
	case 0:
		what := "id or name"
		if byID {
			what = "id"
		}
		return Key{}, errs.Errorf(errs.NotFound, "no key has the %s %s", what, safetext.Quote(text)).
			WithHint("`list` shows the keys there are")
	case 1:
		return candidates[0], nil
	}
	return Key{}, WithCandidates(errs.Errorf(errs.Conflict, "%s is ambiguous: %d keys bear it", safetext.Quote(text), len(candidates)), candidates).
		WithHint("name the one you mean with --id and its id")
}

// distinct leaves out keys that were meant twice.
func distinct(keys []Key) []Key {
	var first []Key
	for _, key := range keys {
		if !slices.ContainsFunc(first, func(k Key) bool { return k.ID == key.ID }) {
			first = append(first, key)
		}
	}
	return first
}

// MostCandidates bounds how many keys an error lists.
const MostCandidates = 100

// Candidates are the keys among which a person has to choose. They are the cause
// of an [errs.Error], on top of what it had for one.
type Candidates struct {
	Keys  []Key
	cause error
}

// Error gives what the cause says, which may be nothing.
func (c *Candidates) Error() string {
	if c.cause == nil {
		return "there are several keys"
	}
	return c.cause.Error()
}

// Unwrap gives the cause.
func (c *Candidates) Unwrap() error { return c.cause }

// WithCandidates gives a copy of an error that lists keys to choose from.
func WithCandidates(e *errs.Error, keys []Key) *errs.Error {
	changed := *e
	changed.Cause = &Candidates{keys, e.Cause}
	return &changed
}

// CandidatesOf gives the keys that an error lists. Those of an error that another
// one wraps are not that one's own.
func CandidatesOf(err error) []Key {
	e, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return nil
	}
	if candidates, ok := e.Cause.(*Candidates); ok { //nolint:errorlint // of this error alone
		return candidates.Keys
	}
	return nil
}

// Find looks for the key with an id in a list.
func Find(list iter.Seq2[Key, error], id string) (key Key, listed bool, err error) {
	for key, err := range list {
		if err != nil || key.ID == id {
			return key, err == nil, err
		}
	}
	return Key{}, false, nil
}
