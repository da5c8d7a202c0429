package output

import (
	"slices"
	"testing"

	"keyctl/internal/suggest"
)

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options Options
		purpose Purpose
		what    string
		hint    string
	}{
		{Options{Format: "xml"}, ForList, `"xml" is not an output format`, "use -o table, wide, json, jsonl, yaml, csv, tsv or name"},
		{Options{Format: "jsno"}, ForList, `"jsno" is not an output format`, `did you mean "json"? use -o`},
		{Options{Format: "JSON"}, ForKey, `"JSON" is not an output format`, `did you mean "json"? use -o`},
		{Options{Format: "\x1b[2J"}, ForList, `"\u001b[2J" is not an output format`, "use -o"},
		{Options{Format: "secret"}, ForList, `the output format "secret" is for a new key only`, "use -o table, wide"},
		{Options{Format: "secret"}, ForKey, `the output format "secret" is for a new key only`, "use -o table, wide"},
		{Options{Format: "csv"}, ForCreated, `the output format "csv" cannot hold the new secret`, "use -o table, json, yaml or secret"},
		{Options{Format: "name"}, ForCreated, `the output format "name" cannot hold the new secret`, "use -o table, json, yaml or secret"},
		{Options{Format: "xml"}, ForCreated, `"xml" is not an output format`, "use -o table, json, yaml or secret"},
		{Options{Columns: []string{"nmae"}}, ForList, `"nmae" is not a column`, `did you mean "name"? the columns are profile, console, id, name, prefix`},
		{Options{Columns: []string{"name", ""}}, ForList, `"" is not a column`, "the columns are profile"},
		{Options{Columns: []string{"\u202e"}}, ForList, `"\u202e" is not a column`, "the columns are profile"},
		{Options{Columns: []string{"name"}, Format: "json"}, ForList, `the output format "json" has no columns`, "use --columns with -o table, wide, csv or tsv"},
		{Options{Columns: []string{"name"}, Format: "name"}, ForKey, `the output format "name" has no columns`, "use --columns with"},
		{Options{Columns: []string{"name"}, JQ: "."}, ForList, "--columns and --jq do not go together", "--jq '.[].name'"},
		{Options{Columns: []string{"name"}}, ForCreated, "a new key is shown whole: --columns has no effect", "-o json"},
		{Options{JQ: ".["}, ForList, `the jq program ".[" cannot be used: unexpected EOF`, "--jq '.[].name'"},
		{Options{JQ: "nope"}, ForKey, `the jq program "nope" cannot be used: function not defined: nope/0`, "try"},
		{Options{JQ: "input"}, ForList, `the jq program "input" cannot be used: input(s)/0 is not allowed`, "try"},
		{Options{JQ: `import "a" as a; .`}, ForList, `the jq program "import \"a\" as a; ." cannot be used: cannot load module: "a"`, "try"},
		{Options{JQ: "\x1b"}, ForList, `the jq program "\u001b" cannot be used: unexpected token "\u001b"`, "try"},
		{Options{JQ: ".", Format: "csv"}, ForList, `--jq gives JSON and does not go with the output format "csv"`, "leave -o out"},
		{Options{JQ: ".", Format: "json"}, ForCreated, "--jq does not take part in the creation of a key", "-o secret"},
	} {
		assertUsage(t, test.options.Check(test.purpose), test.what, test.hint)
	}
}

func TestCheckAccepts(t *testing.T) {
	t.Parallel()
	for _, purpose := range []Purpose{ForList, ForKey} {
		for _, format := range append(Formats(), "") {
			if err := (Options{Format: format}).Check(purpose); err != nil {
				t.Error(err)
			}
		}
		for _, format := range []string{"", "table", "wide", "csv", "tsv"} {
			if err := (Options{Format: format, Columns: append(ColumnNames(), " Created ", "EXPIRES", "Last_Used", "revoked")}).Check(purpose); err != nil {
				t.Error(err)
			}
		}
		for _, format := range []string{"", "json"} {
			if err := (Options{Format: format, JQ: ".[]?"}).Check(purpose); err != nil {
				t.Error(err)
			}
		}
	}
	for _, format := range append(CreatedFormats(), "") {
		if err := (Options{Format: format}).Check(ForCreated); err != nil {
			t.Error(err)
		}
	}
}

func TestColumnNamesFollowTheJSONForm(t *testing.T) {
	t.Parallel()
	want := []string{"profile", "console", "id", "name", "prefix", "status", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at", "unknown"}
	if got := ColumnNames(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"jsn": `did you mean "json"? `, "Wide": `did you mean "wide"? `, "yml": `did you mean "yaml"? `, "tbale": `did you mean "table"? `,
		"": "", "x": "", "something else": "", "a very long word that nobody meant to type at all": "",
	} {
		if got := suggest.Hint(typed, Formats()); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}
