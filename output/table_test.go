package output

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/internal/safetext"
)

func TestTableInAPipe(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Now: now, Color: true, Width: 20}, sampleRows()...), `
NAME         ID  PREFIX  STATUS    SCOPES                    EXPIRES               CREATED
ci-pipeline  k1  rg_     active    inference,kubernetes:all  2026-03-04T12:00:00Z  2026-03-01T10:00:00Z
日本語 鍵    k2  -       revoked   -                         never                 2025-12-08T12:00:00Z
-            k3  -       disabled  -                         -                     -
`[1:])
}

func TestWideTableInAPipe(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Format: "wide"}, sampleRows()[0], sampleRows()[2]), `
NAME         ID  PREFIX  STATUS    SCOPES                    EXPIRES               CREATED               LAST USED             REVOKED  PROFILE  CONSOLE
ci-pipeline  k1  rg_     active    inference,kubernetes:all  2026-03-04T12:00:00Z  2026-03-01T10:00:00Z  2026-03-01T11:59:58Z  -        work     remotegpu
-            k3  -       disabled  -                         -                     -                     -                     -        work     huddle01
`[1:])
}

func TestATableOfSeveralProfilesTellsOfWhich(t *testing.T) {
	t.Parallel()
	row := sampleRows()[2]
	for format, header := range map[string]string{"": "PROFILE  CONSOLE   NAME", "wide": "NAME", "csv": "profile,console,id"} {
		if got := listed(t, Options{Format: format, Profiles: true}, row); !strings.HasPrefix(got, header) || strings.Count(strings.ToLower(got), "profile") != 1 {
			t.Errorf("%q: got %s", format, got)
		}
	}
	if got := listed(t, Options{Profiles: true, Columns: []string{"name", "id"}}, row); !strings.HasPrefix(got, "NAME  ID\n") {
		t.Errorf("with columns: got %s", got)
	}
}

func TestTableOnATerminal(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Terminal: true, Now: now, Width: 80}, sampleRows()...), `
NAME         ID  PREFIX  STATUS    SCOPES          EXPIRES    CREATED
ci-pipeline  k1  rg_     active    inference (+1)  in 3 days  2 hours ago
日本語 鍵    k2  -       revoked   -               never      83 days ago
-            k3  -       disabled  -               -          -
`[1:])
}

func TestTableColors(t *testing.T) {
	t.Parallel()
	o := Options{Terminal: true, Color: true, Now: now, Columns: []string{"id", "status", "expires"}}
	shown := listed(t, o, sampleRows()...)
	for _, want := range []string{
		"\x1b[1mID\x1b[0m", "k1", "\x1b[33min 3 days\x1b[0m\n",
		"\x1b[2mk2\x1b[0m", "\x1b[31mrevoked\x1b[0m", "\x1b[2mnever\x1b[0m\n", "\x1b[2mk3\x1b[0m", "\x1b[2mdisabled\x1b[0m",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in %q", want, shown)
		}
	}
	o.Color = false
	assertText(t, withoutColor(shown), listed(t, o, sampleRows()...))
}

func TestPaint(t *testing.T) {
	t.Parallel()
	end := func(after time.Duration) Row {
		return Row{Key: client.Key{Status: client.Active, ExpiresAt: now.Add(after)}}
	}
	expires, _ := findColumn("expires")
	status, _ := findColumn("status")
	expired := Row{Key: client.Key{Status: client.Expired}}
	for _, test := range []struct {
		row    Row
		column column
		want   paint
	}{
		{end(soon), expires, yellow},
		{end(soon + 1), expires, plain},
		{end(-time.Hour), expires, yellow},
		{end(soon), status, plain},
		{Row{Key: client.Key{Status: client.Active}}, expires, plain},
		{expired, status, red},
		{expired, expires, dim},
		{Row{Key: client.Key{Status: client.Disabled}}, status, dim},
	} {
		if got := paintOf(&test.row, &test.column, now); got != test.want {
			t.Errorf("%s of %v is %d, want %d", test.column.name, test.row.Key, got, test.want)
		}
	}
}

func TestTableWithoutRows(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		o := Options{Columns: []string{"id", "last_used"}, Terminal: terminal}
		assertText(t, listed(t, o), "ID  LAST USED\n")
		assertText(t, aborted(t, o), "")
		assertText(t, aborted(t, o, sampleRows()[1]), "ID  LAST USED\nk2  -\n")
		o.NoHeader = true
		assertText(t, listed(t, o), "")
		assertText(t, listed(t, o, sampleRows()[1]), "k2  -\n")
	}
}

// Both writers have to draw the same, or a table would change with its length.
func TestTablewriterAndOurWriterAgree(t *testing.T) {
	t.Parallel()
	var rows []Row
	for _, text := range hostileTexts() {
		if cellWidth([]byte(safetext.Printable(text))) <= widestColumn {
			rows = append(rows, hostileRow(text))
		}
	}
	for _, format := range []string{"table", "wide"} {
		o := Options{Format: format, Terminal: true, Color: true, Now: now}
		batch := withoutColor(listed(t, o, rows...))
		chosen, err := o.chosenColumns()
		if err != nil {
			t.Fatal(err)
		}
		ours, out := newTable(o, chosen), newBuffer(nil, false)
		ours.batch = false
		for _, row := range rows {
			if err := ours.add(out, &row); err != nil {
				t.Fatal(err)
			}
		}
		if err := ours.end(out, true); err != nil {
			t.Fatal(err)
		}
		assertText(t, batch, withoutColor(string(out.text)))
	}
}

func TestLongTableKeepsItsColumns(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		rows := make([]Row, 2500)
		for i := range rows {
			rows[i] = Row{Key: client.Key{Name: "n", ID: fmt.Sprint("k", i), Status: client.Active}}
		}
		rows[999].Key.Name = "widest of all"
		rows[1000].Key.Name = "wider than the widest"
		o := Options{Columns: []string{"name", "id", "status"}, Terminal: terminal, Color: terminal}
		lines := strings.Split(withoutColor(listed(t, o, rows...)), "\n")
		for i, want := range map[int]string{
			0:    "NAME           ID    STATUS",
			1:    "n              k0    active",
			1000: "widest of all  k999  active",
			1001: "wider than the widest  k1000  active",
			1002: "n              k1001  active",
			2500: "n              k2499  active",
			2501: "",
		} {
			if lines[i] != want {
				t.Errorf("line %d is %q, want %q", i, lines[i], want)
			}
		}
	}
}

func TestHugeCellsNeitherPadNorPileUp(t *testing.T) {
	t.Parallel()
	huge := Row{Key: client.Key{ID: "k1", Name: strings.Repeat("n", learnedBytes)}}
	small := Row{Key: client.Key{ID: "k2", Name: "n"}}
	for _, terminal := range []bool{false, true} {
		o := Options{Columns: []string{"name", "id"}, NoHeader: true, Terminal: terminal}
		want := huge.Key.Name + "  k1\n" + "n" + strings.Repeat(" ", widestColumn-1) + "  k2\n"
		if got := listed(t, o, huge, small); got != want {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	}
	held := newTable(Options{}, Options{}.defaultColumns())
	out := newBuffer(nil, false)
	for range 3 {
		if err := held.add(out, &huge); err == nil {
			out.text = out.text[:0]
		}
	}
	if len(held.held) > 0 {
		t.Errorf("%d bytes are still held", len(held.held))
	}
}

func TestAddAllocatesNothing(t *testing.T) { //nolint:paralleltest // counts allocations
	row := sampleRows()[0]
	row.Key.Scopes = row.Key.Scopes[:1]
	for _, format := range []string{"table", "wide", "json", "jsonl", "csv", "tsv", "name"} {
		list, err := NewList(nowhere{}, Options{Format: format})
		if err != nil {
			t.Fatal(err)
		}
		for range learnedRows + 1 {
			_ = list.Add(row)
		}
		if got := testing.AllocsPerRun(2000, func() { _ = list.Add(row) }); got > 0 {
			t.Errorf("%s: %v allocations a row", format, got)
		}
	}
}

func TestOuterSpacesCanBeSeen(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{" ": `" "`, "a ": `"a "`, "\u00a0a": "\"\u00a0a\"", "a b": "a b", "\ta": `"\ta"`} {
		for _, terminal := range []bool{false, true} {
			o := Options{Columns: []string{"name"}, NoHeader: true, Terminal: terminal}
			assertText(t, listed(t, o, Row{Key: client.Key{Name: name}}), want+"\n")
		}
	}
}

func TestCellWidths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "abc": 3, "鍵": 2, "e\u0301": 1, "🚀": 2, "👩‍👩‍👧": 2, "é": 1} {
		if got := cellWidth([]byte(text)); got != want {
			t.Errorf("%q is %d wide, want %d", text, got, want)
		}
	}
}
