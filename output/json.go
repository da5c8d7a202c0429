package output

import (
	"slices"
	"strconv"
	"time"

	"keyctl/client"
)

// array is the JSON form of a list: on a terminal indented, in a pipe one
// object a line.
type array struct {
	pretty bool
	begun  bool
}

func (a *array) add(out *buffer, row *Row) error {
	text := out.text
	if a.begun {
		text = append(text, ',')
	} else {
		text = append(text, '[')
	}
	a.begun = true
	text = append(text, '\n')
	if a.pretty {
		text = append(text, "  "...)
	}
	w := objectWriter{text: text, pretty: a.pretty, indent: "    "}
	w.row(row)
	out.text = w.close("  ")
	return nil
}

func (a *array) end(out *buffer, complete bool) error {
	switch {
	case !complete && !a.begun:
		out.text = append(out.text, "[\n"...)
	case !complete:
		out.text = append(out.text, '\n')
	case !a.begun:
		out.text = append(out.text, "[]\n"...)
	default:
		out.text = append(out.text, "\n]\n"...)
	}
	return nil
}

// lines is JSON with one object a line and nothing around them.
type lines struct{}

func (lines) add(out *buffer, row *Row) error {
	out.text = append(appendRow(out.text, row), '\n')
	return nil
}

func (lines) end(*buffer, bool) error { return nil }

// appendRow appends a row as one JSON object on one line.
func appendRow(text []byte, row *Row) []byte {
	w := objectWriter{text: text}
	w.row(row)
	return w.close("")
}

// objectWriter appends one JSON object field by field.
type objectWriter struct {
	text   []byte
	pretty bool
	indent string // before a field, when pretty
	begun  bool
}

func (w *objectWriter) field(name string) {
	opening := byte('{')
	if w.begun {
		opening = ','
	}
	w.begun = true
	w.text = append(w.text, opening)
	if w.pretty {
		w.text = append(append(w.text, '\n'), w.indent...)
	}
	w.text = append(append(append(w.text, '"'), name...), '"', ':')
	if w.pretty {
		w.text = append(w.text, ' ')
	}
}

func (w *objectWriter) string(name, value string) {
	w.field(name)
	w.text = appendString(w.text, value)
}

// optional writes null for an empty text.
func (w *objectWriter) optional(name, value string) {
	w.field(name)
	if value == "" {
		w.text = append(w.text, "null"...)
		return
	}
	w.text = appendString(w.text, value)
}

func (w *objectWriter) instant(name string, at time.Time) {
	w.field(name)
	if at.IsZero() {
		w.text = append(w.text, "null"...)
		return
	}
	w.text = append(w.text, '"')
	w.text = append(at.UTC().AppendFormat(w.text, time.RFC3339Nano), '"')
}

func (w *objectWriter) row(row *Row) {
	w.string("profile", row.Profile)
	w.string("console", row.Console)
	w.key(&row.Key)
}

func (w *objectWriter) key(key *client.Key) {
	w.string("id", key.ID)
	w.string("name", key.Name)
	w.optional("prefix", key.Prefix)
	w.string("status", string(key.Status))
	w.field("scopes")
	if len(key.Scopes) == 0 && slices.Contains(key.Unknown, client.FieldScopes) {
		w.text = append(w.text, "null"...)
	} else {
		w.text = appendStrings(w.text, key.Scopes)
	}
	w.instant("created_at", key.CreatedAt)
	w.instant("expires_at", key.ExpiresAt)
	w.instant("last_used_at", key.LastUsedAt)
	w.instant("revoked_at", key.RevokedAt)
	w.field("unknown")
	w.text = appendStrings(w.text, key.Unknown)
}

func (w *objectWriter) close(indent string) []byte {
	if w.pretty {
		w.text = append(append(w.text, '\n'), indent...)
	}
	return append(w.text, '}')
}

func appendStrings[T ~string](text []byte, values []T) []byte {
	text = append(text, '[')
	for i, value := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendString(text, string(value))
	}
	return append(text, ']')
}

func (w *objectWriter) integer(name string, value int) {
	w.field(name)
	w.text = strconv.AppendInt(w.text, int64(value), 10)
}
