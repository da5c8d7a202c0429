package output

import (
	"slices"
	"strconv"

	"keyctl/client"
	"keyctl/internal/safetext"
)

// separated gives the rows as CSV or TSV, without the totals: whoever adds up
// the rows shall not count them twice.
func (u Usage) separated(separator byte, header bool) []byte {
	names := []string{"day", "model", "model_type"}
	for _, one := range amounts() {
		names = append(names, one.name)
	}
	rows := [][]string{}
	if header {
		rows = append(rows, names)
	}
	for _, row := range u.Report.Rows {
		rows = append(rows, usageCells(row, amounts()))
	}
	var text []byte
	writer := separated{separator: separator}
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				text = append(text, separator)
			}
			text = writer.appendText(text, safetext.Printable(cell))
		}
		text = append(text, '\n')
	}
	return text
}

// usageCells gives the cells of a row; what isn't told is empty.
func usageCells(row client.UsageRow, shown []amount) []string {
	cells := []string{day(row), row.Model, row.ModelType}
	for _, one := range shown {
		cell := ""
		if number := one.of(row.Amounts); number != nil {
			cell = strconv.FormatUint(*number, 10)
		}
		cells = append(cells, cell)
	}
	return cells
}

// usageTexts is how many cells of a row are texts; the numbers behind them
// stand to the right.
const usageTexts = 3

// table draws the rows with a last line of totals, where there is something to
// tell.
func (u Usage) table(o Options) []byte {
	shown := slices.DeleteFunc(amounts(), func(one amount) bool { return !one.always && !u.told(one.of) })
	var rows [][]string
	if !o.NoHeader {
		header := []string{"DAY", "MODEL", "TYPE"}
		for _, one := range shown {
			header = append(header, one.header)
		}
		rows = append(rows, header)
	}
	for _, row := range u.Report.Rows {
		rows = append(rows, usageCells(row, shown))
	}
	if len(u.Report.Rows) > 0 || u.Report.Total != (client.Amounts{}) {
		total := usageCells(client.UsageRow{Amounts: u.Report.Total}, shown)
		total[0] = "total"
		rows = append(rows, total)
	}
	return o.aligned(rows, usageTexts)
}

// aligned gives rows as lines with columns below each other: the first ones, of
// texts, to the left and the others to the right. The first row is the header,
// unless the options say that there is none.
func (o Options) aligned(rows [][]string, texts int) []byte {
	var widths []int
	for i, row := range rows {
		for j, cell := range row {
			rows[i][j] = string(appendText(nil, cell))
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], min(cellWidth([]byte(rows[i][j])), widestColumn))
		}
	}
	var text []byte
	for i, row := range rows {
		color := plain
		if i == 0 && !o.NoHeader && o.Color && o.Terminal {
			color = bold
		}
		for j, cell := range row {
			gap := max(widths[j]-cellWidth([]byte(cell)), 0)
			if j >= texts {
				text = appendSpaces(text, gap)
				gap = 0
			}
			text = color.append(text, []byte(cell))
			if j < len(row)-1 {
				text = appendSpaces(text, gap+2)
			}
		}
		text = append(text, '\n')
	}
	return text
}

func appendSpaces(text []byte, count int) []byte {
	for range count {
		text = append(text, ' ')
	}
	return text
}
