package cli

import (
	"keyctl/account"
	"keyctl/client"
	"keyctl/output"
)

// WriteRows writes a list to stdout, where the secret that a command was given
// is redacted.
func WriteRows(r *Run, options output.Options, rows []output.Row) error {
	list, err := output.NewList(r.Hiding(), options)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := list.Add(row); err != nil {
			return err
		}
	}
	return list.Close()
}

// WriteKeys is [WriteRows] for keys of one account.
func WriteKeys(r *Run, options output.Options, of *account.Account, keys []client.Key) error {
	rows := make([]output.Row, len(keys))
	for i, key := range keys {
		rows[i] = of.Row(key)
	}
	return WriteRows(r, options, rows)
}
