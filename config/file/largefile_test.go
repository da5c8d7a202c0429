package file

import (
	"strings"
	"testing"

	"keyctl/internal/errs"
)

// Each look for the line reads the file anew: in a large one that would hold
// everybody up for minutes.
func TestInALargeFileNoLineIsLookedFor(t *testing.T) {
	t.Parallel()
	for _, size := range []int{largestSearched, largestSearched + 1, largestFile} {
		for broken, says := range map[string]string{"broken\n": "a colon is missing", "current: [\n": "it is not YAML", "current: \"a\n": "a quote is opened"} {
			content := "profiles:\n" + repeat("#\n", size)[:size-len("profiles:\n\n"+broken)] + "\n" + broken
			store := stored(t, content)
			_, err := store.Read()
			wrong(t, broken, err, errs.Usage, says, "")
			if small := size <= largestSearched; len(content) != size || strings.Contains(err.Error(), " line ") != small || !small && strings.Contains(err.(*errs.Error).Hint, "this line") {
				t.Errorf("%d bytes: got %v", len(content), err)
			}
		}
	}
}
