package command

import (
	"strings"
	"testing"
)

func TestLinesArePassedOnWhole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", longestLine)
	for text, want := range map[string]string{
		"":                          "",
		"a|b\nc|d":                  "ab\ncd\n",
		"\n|\n":                     "\n\n",
		long + "|\nb\n":             long + "\nb\n",
		long + "|" + secret + "\nb": "(a line that is too long is left out)\nb\n",
		long + "y|" + long:          "(a line that is too long is left out)\n",
	} {
		if got := (&lines{secret: known(secret)}).all(text); got != want {
			t.Errorf("%.40q: got %.80q", text, got)
		}
	}
}

func (l *lines) all(text string) string {
	out := &strings.Builder{}
	l.out = out
	for piece := range strings.SplitSeq(text, "|") {
		_, _ = l.Write([]byte(piece))
	}
	l.flush()
	return out.String()
}
