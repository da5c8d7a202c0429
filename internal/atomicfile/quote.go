package atomicfile

import (
	"strings"

	"keyctl/internal/safetext"
)

// Quote gives a path for an error: printable, in quotes, and in full, because
// its end is what tells it from others.
func Quote(path string) string {
	return `"` + strings.ReplaceAll(safetext.Printable(path), `"`, `\"`) + `"`
}
