package output

import "slices"

const (
	// learnedRows is how many rows a table holds to learn the widths of its
	// columns; learnedBytes bounds their text.
	learnedRows  = 1000
	learnedBytes = 1 << 20
	// widestColumn is the width a column is padded to at most, so that one
	// long name doesn't push all rows aside.
	widestColumn = 80
)

// table aligns columns with the widths of its first rows. A later cell that
// is wider pushes the rest of its row aside; nothing is ever cut. Rows that fit
// into one batch and go to a terminal are drawn by tablewriter.
type table struct {
	columns []column
	look    look
	header  bool
	batch   bool // tablewriter may draw it

	held    []byte // the text of the held rows
	cells   []cell // the cells of the held rows, row by row
	widths  []int
	settled bool // the widths are known
}

// cell is one piece of the held text.
type cell struct {
	end   int
	width int
	paint paint
}

func newTable(o Options, chosen []column) *table {
	made := &table{
		columns: chosen, header: !o.NoHeader, batch: o.Terminal,
		look: look{now: o.Now, color: o.Color && o.Terminal},
	}
	if o.Terminal {
		made.look.times = relative
		if o.format() == formatTable && len(o.Columns) == 0 {
			made.look.brief = briefScopes(o.Width)
		}
	}
	return made
}

// briefScopes is how long a list of scopes may be on a terminal: a quarter of
// its width.
func briefScopes(width int) int {
	if width == 0 {
		return 32
	}
	return max(width/4, 20)
}

func (t *table) add(out *buffer, row *Row) error {
	if t.settled {
		t.appendRow(out, row)
		return nil
	}
	if t.heldRows() == learnedRows || len(t.held) >= learnedBytes {
		t.batch = false
		if err := t.settle(out); err != nil {
			return err
		}
		t.appendRow(out, row)
		return nil
	}
	t.hold(row)
	return nil
}

func (t *table) end(out *buffer, complete bool) error {
	if t.settled || !complete && len(t.cells) == 0 {
		return nil
	}
	return t.settle(out)
}

func (t *table) heldRows() int { return len(t.cells) / len(t.columns) }

func (t *table) hold(row *Row) {
	for i := range t.columns {
		c := &t.columns[i]
		begin := len(t.held)
		t.held = t.look.appendCell(t.held, c, row)
		t.cells = append(t.cells, cell{len(t.held), cellWidth(t.held[begin:]), t.look.paint(c, row)})
	}
}

// settle fixes the widths and writes what was held.
func (t *table) settle(out *buffer) error {
	t.settled = true
	if t.batch && t.fitsBatch() {
		return t.draw(out)
	}
	t.widths = make([]int, len(t.columns))
	for i, c := range t.columns {
		if t.header {
			t.widths[i] = len(c.header)
		}
	}
	for i, held := range t.cells {
		column := i % len(t.columns)
		t.widths[column] = max(t.widths[column], min(held.width, widestColumn))
	}
	t.appendHeader(out)
	t.appendHeld(out)
	t.held, t.cells = nil, nil
	return nil
}

func (t *table) fitsBatch() bool {
	return !slices.ContainsFunc(t.cells, func(c cell) bool { return c.width > widestColumn })
}

func (t *table) appendHeader(out *buffer) {
	if !t.header {
		return
	}
	for i, c := range t.columns {
		out.text = t.headerPaint().append(out.text, []byte(c.header))
		out.text = t.appendGap(out.text, i, len(c.header))
	}
}

func (t *table) headerPaint() paint {
	if t.look.color {
		return bold
	}
	return plain
}

func (t *table) appendHeld(out *buffer) {
	begin := 0
	for i, held := range t.cells {
		column := i % len(t.columns)
		out.text = held.paint.append(out.text, t.held[begin:held.end])
		out.text = t.appendGap(out.text, column, held.width)
		begin = held.end
	}
}

// appendRow appends a row that was not held.
func (t *table) appendRow(out *buffer, row *Row) {
	for i := range t.columns {
		c := &t.columns[i]
		color := t.look.paint(c, row)
		out.text = append(out.text, color.sequence()...)
		begin := len(out.text)
		out.text = t.look.appendCell(out.text, c, row)
		width := cellWidth(out.text[begin:])
		if color != plain {
			out.text = append(out.text, "\x1b[0m"...)
		}
		out.text = t.appendGap(out.text, i, width)
	}
}

// appendGap appends what follows a cell: the rest of its column and two
// spaces, or the end of the line.
func (t *table) appendGap(text []byte, column, width int) []byte {
	if column == len(t.columns)-1 {
		return append(text, '\n')
	}
	for range max(t.widths[column]-width, 0) + 2 {
		text = append(text, ' ')
	}
	return text
}
