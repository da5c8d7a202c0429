package output

import "io"

// List writes keys one by one. It holds no more than it has to: nothing for
// JSON, CSV and names, the first 1,000 rows for a table, all rows for YAML and
// jq.
type List struct {
	out  *buffer
	form form
	row  Row // the row at work lives here, so that no Add allocates
}

// form is what makes a format.
type form interface {
	// add appends a row to the buffer, or keeps it.
	add(out *buffer, row *Row) error
	// end appends what is left; not complete means that the list failed midway.
	end(out *buffer, complete bool) error
}

// NewList begins a list on w. Nothing is written before the first row. The
// errors are those of [Options.Check].
func NewList(w io.Writer, o Options) (*List, error) {
	if err := o.Check(ForList); err != nil {
		return nil, err
	}
	made, err := o.newForm()
	if err != nil {
		return nil, err
	}
	return &List{out: newBuffer(w, o.Terminal), form: made}, nil
}

// Add writes one more row, now or later. A failed write is an error of kind
// Failed that wraps its reason; later calls of Add and Close return it again.
func (l *List) Add(row Row) error {
	if l.out.err != nil {
		return l.out.err
	}
	l.row = row
	if err := l.form.add(l.out, &l.row); err != nil {
		return err
	}
	return l.out.spill()
}

// Close ends a list that is complete. Its errors are those of Add, and those
// of a jq program while it runs, which are of kind Failed.
func (l *List) Close() error { return l.finish(true) }

// Abort ends a list that failed midway: the rows that came are written, but
// the array of JSON stays open, so that no parser takes the part for the whole.
// YAML and jq write nothing. A failed write that Add has returned already is
// not returned again.
func (l *List) Abort() error {
	if l.out.err != nil {
		return nil //nolint:nilerr // Add has returned it
	}
	return l.finish(false)
}

// finish writes what a jq program gave before it failed, too.
func (l *List) finish(complete bool) error {
	if l.out.err != nil {
		return l.out.err
	}
	err := l.form.end(l.out, complete)
	if flushed := l.out.flush(); flushed != nil {
		return flushed
	}
	return err
}

func (o Options) newForm() (form, error) {
	if o.JQ != "" {
		return newQueried(o)
	}
	chosen, err := o.chosenColumns()
	if err != nil {
		return nil, err
	}
	switch o.format() {
	case formatJSON:
		return &array{pretty: o.Terminal}, nil
	case formatJSONL:
		return lines{}, nil
	case formatYAML:
		return &sequence{}, nil
	case formatCSV:
		return &separated{columns: chosen, separator: ',', header: !o.NoHeader}, nil
	case formatTSV:
		return &separated{columns: chosen, separator: '\t', header: !o.NoHeader}, nil
	case formatName:
		return names{}, nil
	}
	return newTable(o, chosen), nil
}
