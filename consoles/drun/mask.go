package drun

import (
	"strings"
	"unicode/utf8"
)

// mostHead and mostTail bound how much of a key is shown. Of one that the
// console sends whole it is wholeHead and mostTail, as of one that it masks, but
// never more than a third.
const (
	mostHead  = 12
	wholeHead = 7
	mostTail  = 4
)

// maskMarks stand in the place of hidden characters, as do two dots or more; a
// single dot can be a character of a key.
const maskMarks = "*…•●"

// masked gives as much of a key as may be shown. The console masks keys in a
// way that nobody documents, or not at all: what has no mask is taken for whole.
func masked(shown string) string {
	shown = strings.ReplaceAll(strings.TrimSpace(shown), "..", "…")
	first, last := strings.IndexAny(shown, maskMarks), strings.LastIndexAny(shown, maskMarks)
	switch {
	case first < 0 && len(shown) >= 3*(wholeHead+mostTail):
		return beginning(shown, wholeHead) + "…" + ending(shown, mostTail)
	case first < 0:
		return beginning(shown, min(wholeHead, len(shown)/3))
	}
	_, width := utf8.DecodeRuneInString(shown[last:])
	head := beginning(strings.TrimRight(shown[:first], "."), mostHead)
	tail := ending(strings.TrimLeft(shown[last+width:], "."), mostTail)
	if tail == "" {
		return head
	}
	return head + "…" + tail
}

// beginning gives at most so many bytes, and no half character.
func beginning(text string, most int) string {
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}

func ending(text string, most int) string {
	return strings.ToValidUTF8(text[max(0, len(text)-most):], "")
}
