package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"

	"keyctl/client"
	"keyctl/internal/safetext"
)

// look is how the cells of a table look.
type look struct {
	now   time.Time
	times timeStyle
	brief int // the length from which lists of scopes are shortened; 0: none
	color bool
}

// appendCell appends the text of a cell, which is never empty: "-" stands for
// none and for what the console doesn't tell, "never" for a key that is known
// not to end. A text with outer spaces is quoted, so that they can be seen.
func (l look) appendCell(text []byte, c *column, row *Row) []byte {
	if c.instant != nil {
		return l.appendInstant(text, c, row)
	}
	cell := c.text(*row)
	if c.name == string(client.FieldScopes) && l.brief > 0 && len(cell) > l.brief && len(row.Key.Scopes) > 1 {
		cell = fmt.Sprintf("%s (+%d)", row.Key.Scopes[0], len(row.Key.Scopes)-1)
	}
	return appendText(text, cell)
}

func appendText(text []byte, cell string) []byte {
	switch {
	case cell == "":
		return append(text, '-')
	case strings.TrimSpace(cell) != cell:
		return append(append(append(text, '"'), safetext.Printable(cell)...), '"')
	}
	return append(text, safetext.Printable(cell)...)
}

func (l look) appendInstant(text []byte, c *column, row *Row) []byte {
	at := c.instant(*row)
	ends := c.name == string(client.FieldExpiresAt)
	switch {
	case !at.IsZero():
		return l.times.append(text, at, l.now)
	case ends && !slices.Contains(row.Key.Unknown, client.FieldExpiresAt):
		return append(text, "never"...)
	}
	return append(text, '-')
}

// paint is the colour of a cell in this look.
func (l look) paint(c *column, row *Row) paint {
	if !l.color {
		return plain
	}
	return paintOf(row, c, l.now)
}

// cellWidth is how many terminal cells a printable text takes.
func cellWidth(text []byte) int {
	for _, c := range text {
		if c >= 0x80 {
			return displaywidth.Bytes(text)
		}
	}
	return len(text)
}
