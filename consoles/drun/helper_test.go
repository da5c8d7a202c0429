package drun

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyctl/client"
)

// secret is the one of the document's example.
const secret = "sk-x1VDTAFB7Ra1hldATbncOa_dddVttDvRHQibTA-Oi7ucU"

func at(text string) time.Time {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func inWorkspace() place { return place{root: []string{"workspaces", "42"}, workspace: "42"} }

// list reads one page, behind a cursor.
func list(p place, cursor, text string) (listed []client.Key, next string, err error) {
	next, err = p.keys(maskedKeys, client.Wish{Cursor: cursor}, strings.NewReader(text), func(key client.Key) bool {
		listed = append(listed, key)
		return true
	})
	return listed, next, err
}

func encode(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
