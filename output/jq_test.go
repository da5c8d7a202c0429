package output

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"

	"keyctl/internal/errs"
)

// queriedText is what a program gives for the sample rows, and how it ended.
func queriedText(t *testing.T, o Options) (string, error) {
	t.Helper()
	var text bytes.Buffer
	list, err := NewList(&text, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range sampleRows() {
		if err := list.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	err = list.Close()
	return text.String(), err
}

func TestJQ(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		".[].id":                     "k1\nk2\nk3\n",
		"length":                     "3\n",
		".[0] | .scopes, .prefix":    "[\"inference\",\"kubernetes:all\"]\nrg_\n",
		".[2].scopes":                "null\n",
		".[1].scopes":                "[]\n",
		".[0].last_used_at":          "2026-03-01T11:59:58.5Z\n",
		"map({id, expires_at})[2:]":  "[{\"expires_at\":null,\"id\":\"k3\"}]\n",
		"empty":                      "",
		"1, halt, 2":                 "1\n",
		"100000000000000000001":      "100000000000000000001\n",
		"9007199254740993":           "9007199254740993\n",
		"env, $ENV, $ENV.PATH":       "{}\n{}\nnull\n",
		`"two\nlines", ["\u202e\n"]`: "two\nlines\n[\"\\u202e\\n\"]\n",
		`"gICA" | @base64d`:          "\\x80\\x80\\x80\n",
		".[0] | keys | join(\" \")":  "console created_at expires_at id last_used_at name prefix profile revoked_at scopes status unknown\n",
	} {
		text, err := queriedText(t, Options{JQ: program})
		if err != nil {
			t.Errorf("%s: %v", program, err)
		}
		assertText(t, text, want)
	}
}

func TestJQGetsTheJSONForm(t *testing.T) {
	t.Parallel()
	text, err := queriedText(t, Options{JQ: "tojson | fromjson == " + strings.TrimSpace(sampleJSON)})
	if err != nil {
		t.Fatal(err)
	}
	assertText(t, text, "true\n")
}

func TestJQWithoutRows(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{JQ: "."}), "[]\n")
	assertText(t, aborted(t, Options{JQ: "."}, sampleRows()...), "")
}

func TestJQFailures(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		".[].id | tonumber":         `the jq program failed: tonumber cannot be applied to "k1": invalid number`,
		`"x\n" | halt_error`:        `the jq program failed: x`,
		`{a: 1} | halt_error`:       `the jq program failed: halt error: {"a":1}`,
		`error("\u001b[2J")`:        `the jq program failed: error: \u001b[2J`,
		`"a" * 500 | error`:         `the jq program failed: error: ` + strings.Repeat("a", 193) + "…",
		`"a" | modulemeta`:          `the jq program failed: cannot load module: "a"`,
		`null | error`:              `the jq program failed: error: null`,
		`.[0].id, error("too bad")`: `the jq program failed: error: too bad`,
	} {
		_, err := queriedText(t, Options{JQ: program})
		failure, ok := errors.AsType[*errs.Error](err)
		if !ok || failure.Kind != errs.Failed || failure.What != want || failure.Hint == "" {
			t.Errorf("%s\ngot  %v\nwant %s", program, err, want)
		}
	}
	text, err := queriedText(t, Options{JQ: `.[0].id, error("too bad")`})
	if err == nil {
		t.Error("no failure")
	}
	assertText(t, text, "k1\n")
}

func TestEndlessJQEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, program := range []string{"def f: f; f", "repeat(1)", "[range(infinite)]"} {
		_, err := queriedText(t, Options{JQ: program, Context: ctx})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", program, err)
		}
	}
}

func TestEndlessJQEndsWithItsReader(t *testing.T) {
	t.Parallel()
	target := brokenPipe()
	target.room = 2 * spillSize
	list, err := NewList(target, Options{JQ: "range(infinite)"})
	if err != nil {
		t.Fatal(err)
	}
	assertWriteFailure(t, list.Close(), syscall.EPIPE)
}
