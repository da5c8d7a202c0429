package output

import "keyctl/client"

// names writes one name a line.
type names struct{}

func (names) add(out *buffer, row *Row) error {
	out.text = append(append(out.text, client.Printable(row.Key.Name)...), '\n')
	return nil
}

func (names) end(*buffer, bool) error { return nil }
