package file

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decode reads the first document of a YAML text, nil for none, and the place
// where a second begins, 0 for nowhere.
func decode(content []byte) (document *yaml.Node, second int, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		node := &yaml.Node{}
		switch err := decoder.Decode(node); {
		case errors.Is(err, io.EOF):
			return document, second, nil
		case err != nil:
			return nil, 0, err
		case document == nil:
			document = node
		case second == 0:
			second = node.Line
		}
	}
}

// largestSearched is a file in which the line is looked for: each look reads it
// anew.
const largestSearched = 64 << 10

// syntaxError says where a text stops being YAML, unless it is a large one.
func syntaxError(content []byte, err error) error {
	says, line := reasonOf(err), 0
	if len(content) <= largestSearched {
		line = faultyLine(content, says)
	}
	for _, known := range syntaxReasons() {
		if strings.Contains(says, known.says) {
			return wrongAt(line, known.what, known.hint)
		}
	}
	hint := "look at this line and the one above it: colons, quotes, brackets and indentation"
	if line == 0 {
		hint = "look at colons, quotes, brackets and indentation"
	}
	return wrongAt(line, "it is not YAML", hint)
}

// faultyLine finds the first line that makes the YAML reader say the same. What
// the reader itself names can be where the block began, the line before, or none.
func faultyLine(content []byte, says string) int {
	lines := slices.Collect(bytes.Lines(content))
	return 1 + sort.Search(len(lines)-1, func(n int) bool {
		_, _, err := decode(bytes.Join(lines[:n+1], nil))
		return err != nil && reasonOf(err) == says
	})
}

// reasonOf drops the place from what the YAML reader says.
func reasonOf(err error) string {
	place, reason, found := strings.Cut(strings.TrimPrefix(err.Error(), "yaml: "), ": ")
	if !found || !strings.HasPrefix(place, "line ") {
		return err.Error()
	}
	return reason
}

type syntaxReason struct{ says, what, hint string }

// syntaxReasons puts what the YAML reader says in words of ours. Its own are
// not shown: they can quote the file.
func syntaxReasons() []syntaxReason {
	return []syntaxReason{
		{"unknown anchor", aliasRefused, aliasHint},
		{"mapping values are not allowed", "a colon stands where none can be", "put a text with a colon in it in quotes, and look at the indentation"},
		{"cannot start any token", "a text begins with a sign that means something else in YAML", "put the text in quotes"},
		{"could not find expected ':'", "a colon is missing", "write it as NAME: VALUE"},
		{"did not find expected key", "it is indented differently than the lines around it", "indent with two spaces a level"},
		{"unexpected end of stream", "a quote is opened and not closed", "close it on the same line"},
		{"did not find expected ','", "a bracket is opened and not closed, or a comma is missing", "write a list as [one, two], each text with a sign in it in quotes"},
		{"unknown escape character", "a backslash stands in double quotes", "use single quotes around the text"},
	}
}
