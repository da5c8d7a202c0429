// Package plain writes what is no list of keys: small tables and JSON.
package plain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"keyctl/client"
	"keyctl/output"
)

// Formats gives the formats of commands that list no keys.
func Formats() []string { return []string{"table", "json"} }

// Tabulate gives rows as lines with their cells aligned in columns.
func Tabulate(rows [][]string) string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	_ = table.Flush() // into memory
	return text.String()
}

// JSON writes a value, indented.
func JSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// OrDash gives a text, or a dash where there is none.
func OrDash[T ~string](text T) T {
	if text == "" {
		return "-"
	}
	return text
}

// Join gives words with commas between them.
func Join[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	return strings.Join(texts, ", ")
}

// Optional gives a text that is null in JSON where it is "".
func Optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Age says when a key was created, relative to now.
func Age(key client.Key) string {
	if key.CreatedAt.IsZero() {
		return "of unknown age"
	}
	return "created " + output.Relative(key.CreatedAt, time.Now())
}

// Quietly drops the error of a write to a reader that has read enough, like
// head. It is for errors of writing only: a broken connection to a console is a
// broken pipe, too.
func Quietly(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}
