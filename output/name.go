package output

import "keyctl/internal/safetext"

// names writes one name a line.
type names struct{}

func (names) add(out *buffer, row *Row) error {
	out.text = append(append(out.text, safetext.Printable(row.Key.Name)...), '\n')
	return nil
}

func (names) end(*buffer, bool) error { return nil }
