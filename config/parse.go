package config

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// lineError is what is wrong with the profiles file, and on which line, 0 for
// none of them.
type lineError struct {
	line       int
	what, hint string
}

func (e *lineError) Error() string { return e.what }

func wrongAt(line int, what, hint string) *lineError {
	return &lineError{line: line, what: what, hint: hint}
}

// parse reads the profiles file. Whatever isn't known is refused: a slip that
// was passed over would send a credential to the wrong place.
func parse(content []byte) (File, error) {
	_, file, err := parseTree(content)
	return file, err
}

// parseTree gives the tree of the YAML too; its kind is 0 when the file holds
// nothing.
func parseTree(content []byte) (*yaml.Node, File, error) {
	file := File{Profiles: map[string]Stored{}}
	document := &yaml.Node{}
	if err := checkText(content); err != nil {
		return document, file, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	err := decoder.Decode(document)
	if errors.Is(err, io.EOF) {
		return document, file, nil
	}
	if err != nil {
		return document, file, syntaxError(err)
	}
	second := &yaml.Node{}
	if err := decoder.Decode(second); err == nil {
		return document, file, wrongAt(second.Line, "a second document begins", "keep one: everything stands under the one current: and the one profiles:")
	} else if !errors.Is(err, io.EOF) {
		return document, file, syntaxError(err)
	}
	if err := refuseTricks(document); err != nil {
		return document, file, err
	}
	file, err = readFile(document.Content[0])
	return document, file, err
}

// checkText refuses what no editor writes into a YAML file by intent.
func checkText(content []byte) error {
	line := 0
	for text := range bytes.Lines(content) {
		line++
		indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
		switch {
		case !utf8.Valid(text):
			return wrongAt(line, "it is not UTF-8", "save the file as UTF-8")
		case bytes.ContainsRune(indent, '\t') && len(bytes.TrimSpace(text)) > 0:
			return wrongAt(line, "it is indented with a tab", "YAML wants spaces: two a level")
		case bytes.ContainsFunc(bytes.TrimRight(text, "\r\n"), func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			return wrongAt(line, "it has a control character", "remove it, or type the line again")
		}
	}
	return nil
}

// syntaxError keeps the line of an error of the YAML reader. What it says can
// quote the file, and is dropped.
func syntaxError(err error) error {
	line := 0
	if found := regexp.MustCompile(`line (\d+):`).FindStringSubmatch(err.Error()); found != nil {
		line, _ = strconv.Atoi(found[1])
	}
	if strings.Contains(err.Error(), "unknown anchor") {
		return wrongAt(line, aliasRefused, aliasHint)
	}
	return wrongAt(line, "it is not YAML", "look at the line and the one above it: colons, quotes, brackets and indentation")
}

const (
	aliasRefused = "it has an anchor, an alias or a merge"
	aliasHint    = "write each profile out in full; put a text that begins with & or * in quotes"
)

// refuseTricks refuses what makes YAML mean other than it says.
func refuseTricks(node *yaml.Node) error {
	switch {
	case node.Kind == yaml.AliasNode, node.Anchor != "", node.Tag == "!!merge":
		return wrongAt(node.Line, aliasRefused, aliasHint)
	case node.Style&yaml.TaggedStyle != 0:
		return wrongAt(node.Line, "it has a tag", "remove the word with the exclamation mark, or put the text in quotes")
	}
	for _, child := range node.Content {
		if err := refuseTricks(child); err != nil {
			return err
		}
	}
	return nil
}
