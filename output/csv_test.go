package output

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/safetext"
)

const csvHeader = "profile,console,id,name,prefix,status,scopes,created_at,expires_at,last_used_at,revoked_at,unknown\n"

func TestCSV(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Format: "csv"}, sampleRows()...), csvHeader+
		`work,remotegpu,k1,ci-pipeline,rg_,active,"inference,kubernetes:all",2026-03-01T10:00:00Z,2026-03-04T12:00:00Z,2026-03-01T11:59:58.5Z,,
work,remotegpu,k2,日本語 鍵,,revoked,,2025-12-08T12:00:00Z,,,2026-02-26T12:00:00Z,
work,huddle01,k3,,,disabled,,,,,,"scopes,expires_at"
`)
}

func TestCSVIsTheSameOnATerminal(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "tsv"} {
		assertText(t, listed(t, Options{Format: format, Terminal: true, Color: true, Now: now}, sampleRows()...),
			listed(t, Options{Format: format}, sampleRows()...))
	}
}

func TestTSV(t *testing.T) {
	t.Parallel()
	o := Options{Format: "tsv", Columns: []string{"NAME", "scopes", "Created", "revoked_at"}}
	assertText(t, listed(t, o, sampleRows()...), "name\tscopes\tcreated_at\trevoked_at\n"+
		"ci-pipeline\tinference,kubernetes:all\t2026-03-01T10:00:00Z\t\n"+
		"日本語 鍵\t\t2025-12-08T12:00:00Z\t2026-02-26T12:00:00Z\n"+
		"\t\t\t\n")
}

func TestCSVWithoutRows(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Format: "csv"}), csvHeader)
	assertText(t, listed(t, Options{Format: "csv", NoHeader: true}), "")
	assertText(t, aborted(t, Options{Format: "csv"}), "")
	assertText(t, aborted(t, Options{Format: "csv", Columns: []string{"id"}}, sampleRows()[0]), "id\nk1\n")
}

func TestCSVCellsDoNotRun(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"=cmd|'/c calc'!A0":     "'=cmd|'/c calc'!A0",
		`=HYPERLINK("x","y")`:   `"'=HYPERLINK(""x"",""y"")"`,
		"+1":                    "'+1",
		"-1":                    "'-1",
		"@SUM(A1)":              "'@SUM(A1)",
		" =1":                   `"' =1"`,
		"\u3000=1":              "'\u3000=1",
		"＝1":                    "'＝1",
		"＋1":                    "'＋1",
		"－1":                    "'－1",
		"＠x":                    "'＠x",
		"\t=1":                  `\t=1`,
		"\r=1":                  `\r=1`,
		"\u200b=1":              `\u200b=1`,
		"a=1":                   "a=1",
		"ci-pipeline":           "ci-pipeline",
		"1-2":                   "1-2",
		"鍵=1":                   "鍵=1",
		"":                      `""`,
		" ":                     `" "`,
		`say "hi"`:              `"say ""hi"""`,
		"a,b":                   `"a,b"`,
		"two\nlines":            `two\nlines`,
		"\xff":                  `\xff`,
		strings.Repeat("=", 40): "'" + strings.Repeat("=", 40),
	} {
		got := listed(t, Options{Format: "csv", Columns: []string{"name"}, NoHeader: true}, Row{Key: client.Key{Name: name}})
		assertText(t, got, want+"\n")
	}
}

func TestTSVCellsDoNotRunEither(t *testing.T) {
	t.Parallel()
	row := Row{Key: client.Key{Name: `=1,"2"`, ID: "a\tb\nc"}}
	assertText(t, listed(t, Options{Format: "tsv", Columns: []string{"name", "id"}, NoHeader: true}, row), "'=1,\"2\"\ta\\tb\\nc\n")
}

func FuzzCSV(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, name, id string) {
		o := Options{Format: "csv", Columns: []string{"name", "id", "name"}, NoHeader: true}
		text := listed(t, o, Row{Key: client.Key{Name: name, ID: id}}, Row{Key: client.Key{Name: id}})
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		want := [][]string{{spreadsheet(name), spreadsheet(id), spreadsheet(name)}, {spreadsheet(id), "", spreadsheet(id)}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for _, cell := range got[0] {
			if strings.ContainsAny(strings.TrimSpace(cell)[:min(1, len(strings.TrimSpace(cell)))], "=+-@") {
				t.Errorf("%q runs", cell)
			}
		}
	})
}

// spreadsheet is a cell as a reader of CSV gets it.
func spreadsheet(text string) string {
	text = safetext.Printable(text)
	if runsInSpreadsheet(text) {
		return "'" + text
	}
	return text
}
