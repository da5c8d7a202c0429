package hostupcloud

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
	secret = "huc_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"
	keyID  = "2b8d4e6f-1a3c-4d5e-9f70-8a9b0c1d2e3f"
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
