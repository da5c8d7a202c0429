package identify

import (
	"iter"
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// Match is a key that a secret may belong to.
type Match struct {
	Key  client.Key
	Told int // characters of the secret that the console tells, beyond the constant beginning

	random int // those of them that don't stand in a word
}

// Telling reports whether a console tells so much of the key's secret that it
// can't be chance.
func (m Match) Telling() bool { return m.Told >= secrets.TellingLength }

// Begun gives the matches of which a console tells anything at all.
func Begun(matches []Match) []Match {
	return slices.DeleteFunc(matches, func(m Match) bool { return m.Told == 0 })
}

// Matches gives the keys of a list of which a console tells nothing but what
// the secret has. Of a key that is listed twice it gives the first.
func Matches(list iter.Seq2[client.Key, error], secret secrets.Secret, constant string) ([]Match, error) {
	var matches []Match
	seen := map[string]bool{}
	for key, err := range list {
		if err != nil {
			return nil, err
		}
		told, ok := secrets.Tells(secret, key.Prefix, constant)
		if ok && !seen[key.ID] {
			seen[key.ID] = true
			matches = append(matches, Match{key, told, told - wordLength(key.Prefix, constant, told)})
		}
	}
	return matches, nil
}

// Told gives the keys of which a console tells at least so many characters.
func Told(matches []Match, least int) []client.Key {
	var keys []client.Key
	for _, match := range matches {
		if match.Told >= least {
			keys = append(keys, match.Key)
		}
	}
	return keys
}

// shortestWord is how many letters make a word: of random characters, four
// letters of one case and a "_" behind them are rare.
const shortestWord = 4

// wordLength is how many of the characters told at the beginning are words that a
// console puts before what is random, as in "huc_live_4f2a…": letters of one case
// with a "_" or "-" behind them.
//
// A word that is cut off before its end, "huc_productio…", looks like nothing else
// than random letters. No console here documents any.
func wordLength(shown, constant string, told int) int {
	head := strings.TrimPrefix(strings.TrimSpace(shown), constant)
	if cut := strings.IndexAny(head, secrets.MaskCharacters); cut >= 0 {
		head = head[:cut]
	}
	length := 0
	for {
		end := strings.IndexAny(head[length:], "_-")
		if end < shortestWord || !isWord(head[length:length+end]) {
			return min(length, told)
		}
		length += end + 1
	}
}

func isWord(text string) bool {
	lower := func(r rune) bool { return r >= 'a' && r <= 'z' }
	upper := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	return strings.TrimFunc(text, lower) == "" || strings.TrimFunc(text, upper) == ""
}

// Only gives the active key that a secret belongs to beyond doubt: a
// single one has so much of it in common that it can't be chance.
func Only(matches []Match) (client.Key, error) {
	var active []Match
	for _, match := range matches {
		if match.Key.Status == client.Active {
			active = append(active, match)
		}
	}
	possible := Told(active, 0)
	sure := Told(slices.DeleteFunc(active, func(m Match) bool { return m.random < secrets.TellingLength }), 0)
	switch {
	case len(sure) == 1:
		return sure[0], nil
	case len(possible) == 0:
		return client.Key{}, errs.Errorf(errs.NotFound, "no active key of this account begins like the secret").
			WithHint("`identify` looks for it in all accounts")
	}
	ambiguous := errs.Errorf(errs.Conflict, "the secret could be that of %d keys", len(sure))
	if len(sure) == 0 {
		sure = possible
		ambiguous = errs.Errorf(errs.Conflict, "the console tells too little of its keys to know which one the secret is of")
	}
	return client.Key{}, client.WithCandidates(ambiguous, sure[:min(len(sure), client.MostCandidates)]).
		WithHint("end the right one by its id: `revoke --id`")
}
