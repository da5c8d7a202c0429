package output

import (
	"time"

	"keyctl/client"
)

// paint is the colour of a cell.
type paint byte

const (
	plain paint = iota
	bold
	dim
	red
	yellow
)

// soon is how long before its end a key stands out.
const soon = 7 * 24 * time.Hour

// sequence is the escape sequence that begins a colour.
func (p paint) sequence() string {
	return [...]string{plain: "", bold: "\x1b[1m", dim: "\x1b[2m", red: "\x1b[31m", yellow: "\x1b[33m"}[p]
}

// append puts the colour around a text.
func (p paint) append(text, cell []byte) []byte {
	if p == plain {
		return append(text, cell...)
	}
	text = append(append(text, p.sequence()...), cell...)
	return append(text, "\x1b[0m"...)
}

// paintOf makes what no longer works recede, its status apart, and an end
// that is near stand out.
func paintOf(row *Row, c *column, now time.Time) paint {
	gone := row.Key.Status == client.Expired || row.Key.Status == client.Revoked
	switch {
	case gone && c.name == "status":
		return red
	case gone || row.Key.Status == client.Disabled:
		return dim
	case c.name == string(client.FieldExpiresAt) && !row.Key.ExpiresAt.IsZero() && row.Key.ExpiresAt.Sub(now) <= soon:
		return yellow
	}
	return plain
}
