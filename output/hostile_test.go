package output

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func TestHostileTextIsTextInEveryFormat(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		for _, terminal := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/terminal=%t", format, terminal), func(t *testing.T) {
				t.Parallel()
				o := Options{Format: format, Terminal: terminal, Color: terminal, Now: now}
				for _, text := range hostileTexts() {
					assertHostileList(t, o, text)
				}
			})
		}
	}
}

func assertHostileList(t *testing.T, o Options, text string) {
	t.Helper()
	allowed := "\n"
	if o.Format == formatTSV {
		allowed += "\t"
	}
	row := hostileRow(text)
	shown := withoutColor(listed(t, o, row, row))
	assertSafe(t, shown, allowed)
	// As many lines as with a harmless name: no row can be forged.
	harmless := withoutColor(listed(t, o, hostileRow("x"), hostileRow("x")))
	if o.Format != formatYAML && strings.Count(shown, "\n") != strings.Count(harmless, "\n") {
		t.Errorf("%q makes %d lines", text, strings.Count(shown, "\n"))
	}
	var single bytes.Buffer
	if err := WriteKey(&single, o, row); err != nil {
		t.Error(err)
	}
	assertSafe(t, withoutColor(single.String()), allowed)
}

func TestHostileTextIsTextBeyondTheBatch(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		rows := make([]Row, learnedRows, 2*learnedRows)
		for _, text := range hostileTexts() {
			rows = append(rows, hostileRow(text))
		}
		shown := withoutColor(listed(t, Options{Format: formatWide, Terminal: terminal, Color: terminal, Now: now}, rows...))
		assertSafe(t, shown, "\n")
		if lines := strings.Count(shown, "\n"); lines != len(rows)+1 {
			t.Errorf("%d rows make %d lines", len(rows), lines)
		}
	}
}

func TestHostileTextIsTextThroughJQ(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		for _, program := range []string{".[].name", ".", ".[0]", ".[0].scopes", "{(.[0].name): 1}", ".[0].name | error", ".[0].name | halt_error"} {
			var shown bytes.Buffer
			list, err := NewList(&shown, Options{JQ: program})
			if err != nil {
				t.Fatal(err)
			}
			if err := list.Add(hostileRow(text)); err != nil {
				t.Fatal(err)
			}
			if err := list.Close(); err != nil {
				assertSafe(t, err.Error(), "")
			}
			assertSafe(t, shown.String(), "\n")
		}
	}
}

func TestHostileTextIsTextInErrors(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		for _, asJSON := range []bool{false, true} {
			for _, err := range []error{
				errors.New(text),
				fmt.Errorf("outer %s: %w", text, errs.Errorf(errs.Denied, "inner %s", text).WithHint("%s", text)),
				client.WithCandidates(&errs.Error{Kind: errs.Conflict, What: text, Hint: text, KeyID: text}, []client.Key{hostileRow(text).Key}),
			} {
				var shown bytes.Buffer
				if err := WriteError(&shown, asJSON, text, text, err); err != nil {
					t.Error(err)
				}
				assertSafe(t, shown.String(), "\n")
				if asJSON && strings.Count(shown.String(), "\n") != 1 {
					t.Errorf("more than a line: %q", shown.String())
				}
			}
		}
	}
}

func TestHostileArgumentsAreTextInUsageErrors(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		_, filterErr := ParseFilter([]string{text, "status=" + text, "created=" + text, text + "=1"}, now)
		_, sortErr := ParseSort(text)
		for _, err := range []error{
			filterErr, sortErr,
			Options{Format: text}.Check(ForList), Options{Columns: []string{text}}.Check(ForList),
			Options{JQ: text}.Check(ForList), Options{Format: text}.Check(ForCreated),
		} {
			if failure, ok := errors.AsType[*errs.Error](err); ok {
				assertSafe(t, failure.What+failure.Hint, "")
			}
		}
	}
}

func TestHostileSecretIsTextOnATerminal(t *testing.T) {
	t.Parallel()
	for _, format := range CreatedFormats() {
		for _, text := range hostileTexts() {
			var shown bytes.Buffer
			o := Options{Format: format, Terminal: true, Color: true, Now: now}
			if err := WriteCreated(&shown, o, hostileRow(text), secrets.New(text)); err != nil {
				t.Error(err)
			}
			assertSafe(t, withoutColor(shown.String()), "\n")
		}
	}
}
