package output

import (
	"time"
	"unicode"
	"unicode/utf8"

	"keyctl/internal/safetext"
)

// separated writes CSV or TSV: rows end with a line feed, an empty cell is
// empty, times are as in JSON. Both end up in spreadsheets, so a cell that one
// would run gets an apostrophe in front. CSV cells are quoted as in RFC 4180;
// TSV needs no quotes, because no printable cell holds a tab.
type separated struct {
	columns   []column
	separator byte
	header    bool
	begun     bool
}

func (s *separated) begin(out *buffer) {
	if s.begun {
		return
	}
	s.begun = true
	if !s.header {
		return
	}
	for i, c := range s.columns {
		if i > 0 {
			out.text = append(out.text, s.separator)
		}
		out.text = append(out.text, c.name...)
	}
	out.text = append(out.text, '\n')
}

func (s *separated) add(out *buffer, row *Row) error {
	s.begin(out)
	begin := len(out.text)
	for i := range s.columns {
		if i > 0 {
			out.text = append(out.text, s.separator)
		}
		out.text = s.appendCell(out.text, &s.columns[i], row)
	}
	if len(out.text) == begin && s.separator == ',' {
		out.text = append(out.text, `""`...) // readers skip an empty line
	}
	out.text = append(out.text, '\n')
	return nil
}

func (s *separated) end(out *buffer, complete bool) error {
	if complete {
		s.begin(out)
	}
	return nil
}

func (s *separated) appendCell(text []byte, c *column, row *Row) []byte {
	if c.instant != nil {
		if at := c.instant(*row); !at.IsZero() {
			text = at.UTC().AppendFormat(text, time.RFC3339Nano)
		}
		return text
	}
	return s.appendText(text, safetext.Printable(c.text(*row)))
}

func (s *separated) appendText(text []byte, cell string) []byte {
	apostrophe := runsInSpreadsheet(cell)
	if s.separator != ',' || !needsQuotes(cell) {
		if apostrophe {
			text = append(text, '\'')
		}
		return append(text, cell...)
	}
	text = append(text, '"')
	if apostrophe {
		text = append(text, '\'')
	}
	for i := range len(cell) {
		if cell[i] == '"' {
			text = append(text, '"')
		}
		text = append(text, cell[i])
	}
	return append(text, '"')
}

func needsQuotes(cell string) bool {
	for i := range len(cell) {
		if cell[i] == ',' || cell[i] == '"' {
			return true
		}
	}
	return cell != "" && (cell[0] == ' ' || cell[len(cell)-1] == ' ')
}

// runsInSpreadsheet reports whether a spreadsheet may take a cell for a
// formula: some skip leading space, and some know the full-width signs.
func runsInSpreadsheet(cell string) bool {
	if cell == "" || cell[0] > '@' && cell[0] < utf8.RuneSelf {
		return false
	}
	for _, r := range cell {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
			return true
		}
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return false
}
