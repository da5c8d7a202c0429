package dotenv

import (
	"bytes"
	"slices"

	"keyctl/internal/safetext"
)

// findDefinition gives the one definition of a name, nil where there is none.
// It refuses a file in which it can't be replaced by a line.
func findDefinition(content []byte, name string) (*definition, error) {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil, failed("it holds a NUL").WithHint("look at what it is; a file in UTF-16 has to be saved in UTF-8")
	}
	found, open := definitions(content, name, asDotenv)
	if open {
		return nil, failed("a quote in it is never closed").WithHint("close it: it can't be told where that value ends")
	}
	if err := checkLines(content); err != nil {
		return nil, err
	}
	quoted := safetext.Quote(name)
	other, open := definitions(content, name, asShell)
	switch {
	case open, !slices.Equal(found, other):
		return nil, failed("not all readers of it would find %s in the same place", quoted).
			WithHint("put values with an apostrophe, a quote or a backslash in them into quotes as a whole")
	case len(found) > 1:
		return nil, failed("it defines %s %d times", quoted, len(found)).WithHint("leave one of them: readers differ in which one counts")
	case len(found) == 0:
		return nil, nil //nolint:nilnil // to have none is no failure
	case bytes.IndexByte(content[found[0].start:found[0].end], '\n') >= 0:
		return nil, failed("the value of %s in it spans several lines", quoted).WithHint("remove it, or put it on one line")
	}
	return &found[0], found[0].checkOwn(content, name)
}
