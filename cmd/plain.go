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
	format, err := a.outputAmong(verb, plainFormats(), "columns", "jq", "no-header")
	return format == "json", err
}

// outputAmong gives one of some formats, the first where none of them is asked
// for, and refuses the flags that have no effect on any.
func (a *app) outputAmong(verb string, formats []string, idle ...string) (string, error) {
	for _, name := range idle {
		if a.flags.Changed(name) {
			return "", client.Errorf(client.Usage, "--%s has no effect on %s", name, verb).WithHint("leave it out")
		}
	}
	format := a.settings.Output
	switch {
	case slices.Contains(formats, format):
		return format, nil
	case a.flags.Changed("output"):
		last := len(formats) - 1
		return "", client.Errorf(client.Usage, "%s has no output format %s", verb, client.Quote(format)).
			WithHint("use -o %s or %s", strings.Join(formats[:last], ", "), formats[last])
	}
	return formats[0], nil
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
