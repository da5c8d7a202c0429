package remotegpu

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyctl/client"
)

const (
	secret     = "rgpu_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"
	keyID      = "7c1e2d3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
	namespaceA = "5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a"
	namespaceB = "c2a9e4d7-0b58-4f13-8e6d-7a9b8c0d1e2f"
)

func at(text string) time.Time {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func list(text string) ([]client.Key, error) {
	var listed []client.Key
	cursor, err := keys(client.Wish{}, strings.NewReader(text), func(key client.Key) bool {
		listed = append(listed, key)
		return true
	})
	if cursor != "" {
		return nil, errors.New("there are no pages")
	}
	return listed, err
}

func encode(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
