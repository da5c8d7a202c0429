package drun_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/contract"
)

const kept = "testdata/hydra-v0.17.0-apikeys.json"

// TestTheKeptContractIsThePublishedOne compares them where the published one
// lies beside the checkout.
func TestTheKeptContractIsThePublishedOne(t *testing.T) {
	t.Parallel()
	tree := read(t, kept)
	want := read(t, kept)
	contract.StripProse(want)
	if difference := cmp.Diff(want, tree); difference != "" {
		t.Errorf("there is prose in the kept contract: %s", difference)
	}
	if paths, _ := tree["paths"].(map[string]any); len(paths) != 14 {
		t.Errorf("%d paths are kept", len(paths))
	}
	if parsed, err := contract.Load(kept); err != nil || len(parsed.Routes()) != 18 {
		t.Errorf("the kept contract: %v", err)
	}
	published := filepath.Join("..", "..", "..", "shared", "specs", "hydra-v0.17.0-apikeys.json")
	if _, err := os.Stat(published); errors.Is(err, fs.ErrNotExist) {
		return
	}
	want = read(t, published)
	contract.StripProse(want)
	if difference := cmp.Diff(want, tree); difference != "" {
		t.Error(difference)
	}
}

func read(t *testing.T, path string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}
