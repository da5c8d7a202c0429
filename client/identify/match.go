package client

import (
	"iter"
	"slices"
	"strings"
)

// Bearer is a key that a secret may belong to.
type Bearer struct {
	Key  Key
	Told int // characters of the secret that the console tells, beyond the constant beginning

	random int // those of them that don't stand in a word
}

// Telling reports whether a console tells so much of the key's secret that it
// can't be chance.
func (b Bearer) Telling() bool { return b.Told >= tellingLength }

// Begun gives the bearers of which a console tells anything at all.
func Begun(bearers []Bearer) []Bearer {
	return slices.DeleteFunc(bearers, func(b Bearer) bool { return b.Told == 0 })
}

// Bearers gives the keys of a list of which a console tells nothing but what
// the secret has. Of a key that is listed twice it gives the first.
func Bearers(list iter.Seq2[Key, error], secret Secret, constant string) ([]Bearer, error) {
	var bearers []Bearer
	seen := map[string]bool{}
	for key, err := range list {
		if err != nil {
			return nil, err
		}
		told, ok := Tells(secret, key.Prefix, constant)
		if ok && !seen[key.ID] {
			seen[key.ID] = true
			bearers = append(bearers, Bearer{key, told, told - wordLength(key.Prefix, constant, told)})
		}
	}
	return bearers, nil
}

// Told gives the keys of which a console tells at least so many characters.
func Told(bearers []Bearer, least int) []Key {
	var keys []Key
	for _, bearer := range bearers {
		if bearer.Told >= least {
			keys = append(keys, bearer.Key)
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
	if cut := strings.IndexAny(head, maskCharacters); cut >= 0 {
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

// OnlyBearer gives the active key that a secret belongs to beyond doubt: a
// single one has so much of it in common that it can't be chance.
func OnlyBearer(bearers []Bearer) (Key, error) {
	var active []Bearer
	for _, bearer := range bearers {
		if bearer.Key.Status == Active {
			active = append(active, bearer)
		}
	}
	possible := Told(active, 0)
	sure := Told(slices.DeleteFunc(active, func(b Bearer) bool { return b.random < tellingLength }), 0)
	switch {
	case len(sure) == 1:
		return sure[0], nil
	case len(possible) == 0:
		return Key{}, Errorf(NotFound, "no active key of this account begins like the secret").
			WithHint("`identify` looks for it in all accounts")
	}
	ambiguous := Errorf(Conflict, "the secret could be that of %d keys", len(sure))
	if len(sure) == 0 {
		sure = possible
		ambiguous = Errorf(Conflict, "the console tells too little of its keys to know which one the secret is of")
	}
	return Key{}, WithCandidates(ambiguous, sure[:min(len(sure), MostCandidates)]).
		WithHint("end the right one by its id: `revoke --id`")
}
