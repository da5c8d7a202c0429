package output

import (
	"io"
	"strings"

	"keyctl/client"
)

// WriteKey writes one key in one Write: a line for every field as table and
// wide, one object as JSON and YAML, and what a list of one key would be
// otherwise. The errors are those of [Options.Check] and of a failed write.
func WriteKey(w io.Writer, o Options, row Row) error {
	if err := o.Check(ForKey); err != nil {
		return err
	}
	out := newBuffer(w, false)
	err := o.appendKey(out, &row)
	if flushed := out.flush(); flushed != nil {
		return flushed
	}
	return err
}

func (o Options) appendKey(out *buffer, row *Row) error {
	if o.JQ != "" {
		query, err := o.newQuery()
		if err != nil {
			return err
		}
		return query.run(out, queryValue(row))
	}
	switch o.format() {
	case formatTable, formatWide:
		return o.appendFields(out, row)
	case formatJSON:
		out.text = append(appendRow(out.text, row, o.Terminal), '\n')
		return nil
	case formatYAML:
		text, err := marshalYAML(newDocument(row))
		out.text = append(out.text, text...)
		return err
	}
	whole, err := o.newForm()
	if err != nil {
		return err
	}
	if err := whole.add(out, row); err != nil {
		return err
	}
	return whole.end(out, true)
}

// shownFields are the fields of a single key from top to bottom.
func (o Options) shownFields() ([]column, error) {
	if len(o.Columns) > 0 {
		return findColumns(o.Columns)
	}
	return findColumns([]string{
		"name", "id", "prefix", "status", "scopes", "expires_at", "created_at",
		"last_used_at", "revoked_at", "profile", "console",
	})
}

// appendFields appends a line for every field: its label and its value.
func (o Options) appendFields(out *buffer, row *Row) error {
	fields, err := o.shownFields()
	if err != nil {
		return err
	}
	fieldLook := look{now: o.Now, color: o.Color && o.Terminal}
	if o.Terminal {
		fieldLook.times = inBoth
	}
	for i := range fields {
		value := fieldLook.appendCell(nil, &fields[i], row)
		o.appendField(out, fields[i].header, fieldLook.paint(&fields[i], row), value)
	}
	return nil
}

// labelWidth is the length of the longest label and two spaces.
const labelWidth = len("last used") + 2

func (o Options) appendField(out *buffer, header string, color paint, value []byte) {
	if !o.NoHeader {
		label := []byte(strings.ToLower(header))
		if o.Color && o.Terminal {
			out.text = bold.append(out.text, label)
		} else {
			out.text = append(out.text, label...)
		}
		for range labelWidth - len(label) {
			out.text = append(out.text, ' ')
		}
	}
	out.text = append(color.append(out.text, value), '\n')
}

// WriteCreated writes a new key and its secret, in the formats that
// [CreatedFormats] names; in a table the secret is the last line. Everything
// goes out in one Write, so that no failure falls between the key and its
// secret; a failed write is an error of kind Failed that wraps its reason and
// never holds the secret.
func WriteCreated(w io.Writer, o Options, row Row, secret client.Secret) error {
	if err := o.Check(ForCreated); err != nil {
		return err
	}
	out := newBuffer(w, false)
	if err := o.appendCreated(out, &row, secret.Reveal()); err != nil {
		return err
	}
	return out.flush()
}

func (o Options) appendCreated(out *buffer, row *Row, secret string) error {
	switch o.format() {
	case formatSecret:
		if o.Terminal {
			secret = client.Printable(secret)
		}
		out.text = append(append(out.text, secret...), '\n')
	case formatJSON:
		w := objectWriter{text: out.text, pretty: o.Terminal, indent: "  "}
		w.row(row)
		w.string("secret", secret)
		out.text = append(w.close(""), '\n')
	case formatYAML:
		made := newDocument(row)
		made.Secret = new(yamlText(secret))
		text, err := marshalYAML(made)
		out.text = append(out.text, text...)
		return err
	default:
		return o.appendCreatedFields(out, row, secret)
	}
	return nil
}

func (o Options) appendCreatedFields(out *buffer, row *Row, secret string) error {
	if err := o.appendFields(out, row); err != nil {
		return err
	}
	o.appendField(out, "secret", plain, []byte(client.Printable(secret)))
	return nil
}
