package output

import (
	"bytes"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"keyctl/internal/errs"
)

// draw lets tablewriter draw the held rows, without borders. It draws into
// memory, because it doesn't report failed writes.
func (t *table) draw(out *buffer) error {
	var text bytes.Buffer
	drawing := tablewriter.NewTable(&text,
		tablewriter.WithRenderer(renderer.NewBlueprint(borderless())),
		tablewriter.WithConfig(tablewriter.Config{Header: leftAligned(), Row: leftAligned()}),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithTrimLine(tw.Off),
	)
	rows := t.paintedRows()
	if t.header {
		drawing.Header(t.paintedHeader())
	}
	if err := drawing.Bulk(rows); err != nil {
		return errs.Errorf(errs.Failed, "cannot draw the table: %w", err)
	}
	if err := drawing.Render(); err != nil {
		return errs.Errorf(errs.Failed, "cannot draw the table: %w", err)
	}
	if t.header {
		rows = append([][]string{t.paintedHeader()}, rows...)
	}
	i := 0
	for line := range bytes.Lines(text.Bytes()) {
		out.text = append(append(out.text, trimAfter(line, rows, i)...), '\n')
		i++
	}
	return nil
}

// trimAfter cuts off the padding behind the last cell of a line, which hides
// between escape sequences.
func trimAfter(line []byte, rows [][]string, i int) []byte {
	if i < len(rows) {
		last := []byte(rows[i][len(rows[i])-1])
		if at := bytes.LastIndex(line, last); at >= 0 {
			return line[:at+len(last)]
		}
	}
	return bytes.TrimRight(line, " \n")
}

func borderless() tw.Rendition {
	return tw.Rendition{
		Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
		Settings: tw.Settings{
			Separators: tw.Separators{ShowHeader: tw.Off, ShowFooter: tw.Off, BetweenRows: tw.Off, BetweenColumns: tw.Off},
			Lines:      tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.Off, ShowFooterLine: tw.Off},
		},
	}
}

func leftAligned() tw.CellConfig {
	return tw.CellConfig{
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{Global: tw.Padding{Left: "", Right: "  ", Overwrite: true}},
		Formatting: tw.CellFormatting{AutoFormat: tw.Off, AutoWrap: tw.WrapNone},
	}
}

func (t *table) paintedHeader() []string {
	var header []string
	for _, c := range t.columns {
		header = append(header, string(t.headerPaint().append(nil, []byte(c.header))))
	}
	return header
}

func (t *table) paintedRows() [][]string {
	rows := make([][]string, t.heldRows())
	begin := 0
	for i, held := range t.cells {
		row := i / len(t.columns)
		rows[row] = append(rows[row], string(held.paint.append(nil, t.held[begin:held.end])))
		begin = held.end
	}
	return rows
}
