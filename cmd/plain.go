package cmd

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"keyctl/client"
)

func orDash[T ~string](text T) T {
	if text == "" {
		return "-"
	}
	return text
}

// plainFormats gives the formats of what is no list of keys.
func plainFormats() []string { return []string{"table", "json"} }

// plainOutput refuses, for a command that lists no keys, the flags that shape
// a list, and tells whether JSON is wanted. A format that the environment asks
// for and that there isn't here counts for nothing.
func (a *app) plainOutput(verb string) (asJSON bool, err error) {
	for _, name := range []string{"columns", "jq", "no-header"} {
		if a.flags.Changed(name) {
			return false, client.Errorf(client.Usage, "--%s has no effect on %s", name, verb).WithHint("leave it away")
		}
	}
	format := a.settings.Output
	if a.flags.Changed("output") && !slices.Contains(plainFormats(), format) {
		return false, client.Errorf(client.Usage, "%s has no output format %s", verb, client.Quote(format)).WithHint("use -o table or json")
	}
	return format == "json", nil
}

func join[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	return strings.Join(texts, ", ")
}

// optional is a text that is null in JSON where there is none.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// writeJSON writes a value the way people read it.
func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
