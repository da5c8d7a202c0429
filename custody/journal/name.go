package journal

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
)

// The names of the files: that of an entry, of its lock, and of an entry that
// isn't complete yet.
const (
	entrySuffix = ".entry"
	lockSuffix  = ".lock"
	newSuffix   = ".new"
)

// idBytes is how much is random in the id of an entry.
const idBytes = 4

func newID() string {
	random := make([]byte, idBytes)
	_, _ = rand.Read(random) // it never fails
	return hex.EncodeToString(random)
}

// isID reports whether a text is the id of an entry, as [Journal.Begin] makes it.
func isID(text string) bool {
	return len(text) == 2*idBytes && strings.Trim(text, "0123456789abcdef") == ""
}

func stem(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

func lockOf(path string) string { return stem(path) + lockSuffix }

// beginning is what the file of an entry is called that isn't complete yet.
func beginning(path string) string { return stem(path) + newSuffix }

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
