package output

import (
	"io"
	"strings"

	"keyctl/client"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// WriteKey writes one key in one Write: a line for every field as table and
// wide, one object as JSON and YAML, each with the details that the console
// tells, and what a list of one key would be otherwise. The errors are those of [Options.Check] and of a failed write.
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
		value := queryValue(row)
		value["details"] = queryDetails(&row.Key)
		return query.run(out, value)
	}
	switch format := o.format(); format {
	case formatTable, formatWide:
		if len(o.Columns) > 0 {
			return o.appendFields(out, row, nil)
		}
		return o.appendFields(out, row, detailsOf(&row.Key))
	case formatJSON, formatJSONL:
		w := objectWriter{text: out.text, pretty: o.Terminal && format == formatJSON, indent: "  "}
		w.row(row)
		w.details(&row.Key)
		out.text = append(w.close(""), '\n')
		return nil
	case formatYAML:
		return appendDocument(out, row)
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

func appendDocument(out *buffer, row *Row) error {
	shown := newDocument(row)
	var err error
	if shown.Details, err = yamlDetails(&row.Key); err != nil {
		return err
	}
	text, err := marshalYAML(shown)
	out.text = append(out.text, text...)
	return err
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

// appendFields appends a line for every field and detail: its label and its
// value.
func (o Options) appendFields(out *buffer, row *Row, details []client.Detail) error {
	fields, err := o.shownFields()
	if err != nil {
		return err
	}
	fieldLook := look{now: o.Now, color: o.Color && o.Terminal}
	if o.Terminal {
		fieldLook.times = inBoth
	}
	width := labelWidth
	for _, detail := range details {
		width = max(width, cellWidth([]byte(label(detail)))+2)
	}
	for i := range fields {
		value := fieldLook.appendCell(nil, &fields[i], row)
		o.appendField(out, width, strings.ToLower(fields[i].header), fieldLook.paint(&fields[i], row), value)
	}
	for _, detail := range details {
		o.appendField(out, width, label(detail), plain, fieldLook.appendDetail(nil, detail.Value))
	}
	return nil
}

// labelWidth is the length of the longest label of a field and two spaces.
const labelWidth = len("last used") + 2

func (o Options) appendField(out *buffer, width int, name string, color paint, value []byte) {
	if !o.NoHeader {
		label := []byte(name)
		if o.Color && o.Terminal {
			out.text = bold.append(out.text, label)
		} else {
			out.text = append(out.text, label...)
		}
		out.text = appendSpaces(out.text, width-cellWidth(label))
	}
	out.text = append(color.append(out.text, value), '\n')
}

// WriteCreated writes a new key and its secret, in the formats that
// [CreatedFormats] names; in a table the secret is the last line. Everything
// goes out in one Write, so that no failure falls between the key and its
// secret; a failed write is an error of kind Failed that wraps its reason and
// never holds the secret.
func WriteCreated(w io.Writer, o Options, row Row, secret secrets.Secret) error {
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
			secret = safetext.Printable(secret)
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
	if err := o.appendFields(out, row, nil); err != nil {
		return err
	}
	o.appendField(out, labelWidth, "secret", plain, []byte(safetext.Printable(secret)))
	return nil
}
