package sink

import (
	"strings"

	"keyctl/custody"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// Parse makes a sink of a word like "file:/run/key". It looks at the word only.
func Parse(word string, tools Tools) (custody.Sink, error) {
	kind, place, err := read(word)
	if err != nil {
		return nil, err
	}
	return kind.Open(place, tools)
}

// ParseAll makes a sink of each word. Two that write to the same place are
// refused: one would overwrite the other.
func ParseAll(words []string, tools Tools) ([]custody.Sink, error) {
	var sinks []custody.Sink
	var claims []claim
	for _, word := range words {
		opened, err := Parse(word, tools)
		if err != nil {
			return nil, err
		}
		kind, place, _ := read(word) // it was read just now
		claimed := kind.claimOf(place)
		for i, other := range claims {
			if claimed.disputes(other) {
				return nil, usage("%s and %s are the same place", sinks[i].Name(), opened.Name()).WithHint("leave one of them out")
			}
		}
		sinks, claims = append(sinks, opened), append(claims, claimed)
	}
	return sinks, nil
}

// read splits a word into its kind and its place.
func read(word string) (Kind, string, error) {
	name, place, behind := strings.Cut(word, ":")
	for _, kind := range Kinds() {
		switch {
		case kind.Name != name:
		case kind.Place == "" && behind:
			return kind, "", usage("%s takes nothing behind a colon", name).WithHint("write it as %s", kind.Form())
		case kind.Place != "" && !behind:
			return kind, "", usage("%s doesn't say which", name).WithHint("write it as %s", kind.Form())
		default:
			return kind, place, nil
		}
	}
	return Kind{}, "", unknownKind(word, name)
}

// longestKind is what somebody may have mistyped. What is longer may be a secret
// in the wrong place, and isn't shown.
const longestKind = 12

func unknownKind(word, name string) error {
	var names, forms []string
	for _, kind := range Kinds() {
		names, forms = append(names, kind.Name), append(forms, kind.Form())
	}
	list := strings.Join(forms, ", ")
	if word == "" {
		return usage("a place for the secret is empty").WithHint("give one of: %s", list)
	}
	hint := suggest.Hint(name, names) + "give one of: " + list
	if strings.ContainsAny(name, `./\`) {
		hint = "for a file write file:PATH, for a line of a dotenv file env:PATH#NAME"
	}
	if len(name) > longestKind {
		return usage("a place for the secret is of no kind that there is").WithHint("%s", hint)
	}
	return usage("%s is no kind of place for a secret", safetext.Quote(name)).WithHint("%s", hint)
}
