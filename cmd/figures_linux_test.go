package cmd_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// writeFigures renews the tables of the document.
var writeFigures = flag.Bool("figures", false, "write what was counted into docs/reliability.md")

// document is held while it is read or written.
var document sync.Mutex

// inDocument holds a table of docs/reliability.md to what was counted.
func inDocument(t *testing.T, name, table string) {
	t.Helper()
	document.Lock()
	defer document.Unlock()
	path := filepath.Join("..", "docs", "reliability.md")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, found := strings.Cut(string(content), begin)
	shown, after, ended := strings.Cut(rest, end)
	switch {
	case !found || !ended:
		t.Fatalf("%s has no place for %s", path, name)
	case shown == table:
	case *writeFigures:
		if err := os.WriteFile(path, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s shows other figures; renew them with: go test ./cmd -run '%s' -figures\n%s", path, reliabilityTests, table)
	}
}

const reliabilityTests = "LosesNothing"

// deaths are what became of a command at each of its points.
type deaths struct {
	what   string
	points int
	by     map[outcome]int
}

// title is what the document calls a command that dies.
func (s scenario) title() string {
	if s.note == "" {
		return "`" + s.command + "`"
	}
	return "`" + s.command + "`, " + s.note
}

func deathTable(all []deaths) string {
	var table strings.Builder
	table.WriteString("| what is killed | points | no key | key named, secret lost | secret kept, then delivered | secret in its place |\n|---|--:|--:|--:|--:|--:|\n")
	row := func(one deaths) {
		fmt.Fprintf(&table, "| %s | %d | %d | %d | %d | %d |\n", one.what, one.points, one.by[noKey], one.by[named], one.by[kept], one.by[delivered])
	}
	total := deaths{what: "all", by: map[outcome]int{}}
	for _, one := range all {
		row(one)
		total.points += one.points
		for what, count := range one.by {
			total.by[what] += count
		}
	}
	row(total)
	return table.String()
}
