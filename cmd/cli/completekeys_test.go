package cli

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"keyctl/client"
)

func allKeys(yield func(client.Key, error) bool, keys []client.Key) {
	for _, key := range keys {
		if !yield(key, nil) {
			return
		}
	}
}

// Every word that is offered means exactly one key, in the eyes of the verb that
// will get it; and every key that is meant is offered, unless no word can name it.
func TestOfferedKeysAreTheOnesThatAreMeant(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	for range 20_000 {
		var keys []client.Key
		for range random.IntN(6) {
			keys = append(keys, client.Key{
				ID: pick("a", "b", "c", "d", "-e", "../f"), Name: pick("a", "b", "x", "y", "two words", "$(x)", "-e", ""),
				Status: client.Status(pick("active", "disabled", "expired", "revoked")),
			})
		}
		slices.SortFunc(keys, func(a, b client.Key) int { return strings.Compare(a.ID, b.ID) })
		keys = slices.CompactFunc(keys, func(a, b client.Key) bool { return a.ID == b.ID }) // ids are unique
		verb := client.Verb(pick("list", "rename", "expire", "scope", "quota", "enable", "disable", "revoke", "delete"))
		checkOffered(t, keys, verb, random.IntN(3) == 0)
	}
}

func checkOffered(t *testing.T, keys []client.Key, verb client.Verb, byID bool) {
	t.Helper()
	offered := map[string]string{}
	for _, choice := range keyChoices(keys, verb, nil, byID) {
		word, _, _ := strings.Cut(choice, "\t")
		found, err := client.Resolve(func(yield func(client.Key, error) bool) { allKeys(yield, keys) }, []string{word}, byID)
		if err != nil || len(found) != 1 || !meant(found[0], verb) || offered[found[0].ID] != "" {
			t.Fatalf("%s of %v: %q means %v, %v", verb, keys, word, found, err)
		}
		offered[found[0].ID] = word
		if left := keyChoices(keys, verb, []string{word}, byID); len(left) != len(keyChoices(keys, verb, nil, byID))-1 {
			t.Fatalf("%s of %v: with %q there, offered is %q", verb, keys, word, left)
		}
	}
	for _, key := range keys {
		_, ambiguous := client.Resolve(func(yield func(client.Key, error) bool) { allKeys(yield, keys) }, []string{key.ID}, byID)
		if meant(key, verb) && ambiguous == nil && len(key.ID) == 1 && offered[key.ID] == "" {
			t.Fatalf("%s of %v: %v isn't offered, only %v", verb, keys, key, slices.Collect(maps.Keys(offered)))
		}
	}
}

// A list may tell a key twice, when its pages overlap.
func TestAKeyThatIsListedTwiceIsNotAmbiguous(t *testing.T) {
	t.Parallel()
	key := client.Key{ID: "ak_1", Name: "ci", Status: client.Active}
	for _, choice := range keyChoices([]client.Key{key, key}, client.VerbRevoke, nil, false) {
		if !strings.HasPrefix(choice, "ci\t") {
			t.Errorf("offered is %q", choice)
		}
	}
}
