package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
)

func shownError(t *testing.T, asJSON bool, profile, verb string, err error) string {
	t.Helper()
	var text once
	if err := WriteError(&text, asJSON, profile, verb, err); err != nil {
		t.Fatal(err)
	}
	if text.writes > 1 {
		t.Errorf("took %d writes", text.writes)
	}
	return text.String()
}

func ambiguous() *errs.Error {
	rows := sampleRows()
	e := errs.Errorf(errs.Conflict, `two keys are called "x"`).WithHint("choose one with --id")
	return client.WithCandidates(e, []client.Key{rows[0].Key, rows[1].Key})
}

func TestErrorAsText(t *testing.T) {
	t.Parallel()
	outcome := &errs.Error{Kind: errs.UnknownOutcome, What: "no answer came", Hint: "look before you try again", KeyID: "k9"}
	for _, test := range []struct {
		profile, verb string
		err           error
		want          string
	}{
		{"p", "list", nil, ""},
		{"p", "list", errors.New("boom"), "p: list: boom\n"},
		{"", "list", errors.New("boom"), "list: boom\n"},
		{"", "", errors.New("boom"), "boom\n"},
		{"p", "", errors.New("two\nlines\x1b[2J"), "p: two; lines\\u001b[2J\n"},
		{"\x1b[2J", "x\n", errors.New("boom"), "\\u001b[2J: x\\n: boom\n"},
		{"p", "create", outcome, "p: create: no answer came\nkey: k9\nhint: look before you try again\n"},
		{"p", "create", fmt.Errorf("after k9: %w", outcome), "p: create: after k9: no answer came\nhint: look before you try again\n"},
		{
			"p", "revoke", ambiguous(), `p: revoke: two keys are called "x"
  k1  ci-pipeline  active   2026-03-01T10:00:00Z
  k2  日本語 鍵    revoked  2025-12-08T12:00:00Z
hint: choose one with --id
`,
		},
	} {
		assertText(t, shownError(t, false, test.profile, test.verb, test.err), test.want)
	}
}

func TestErrorAsJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		profile, verb string
		err           error
		want          string
	}{
		{"p", "list", nil, ""},
		{"", "", errors.New("boom"), `{"error":{"kind":"failed","exit_code":1,"profile":null,"verb":null,"message":"boom","hint":null,"key_id":null,"candidates":[]}}` + "\n"},
		{
			"p", "create", &errs.Error{Kind: errs.UnknownOutcome, What: "no\u202e answer", Hint: "look", KeyID: "k9"},
			`{"error":{"kind":"unknown_outcome","exit_code":9,"profile":"p","verb":"create","message":"no\u202e answer","hint":"look","key_id":"k9","candidates":[]}}` + "\n",
		},
		{
			"p", "revoke", ambiguous(),
			`{"error":{"kind":"conflict","exit_code":5,"profile":"p","verb":"revoke","message":"two keys are called \"x\"","hint":"choose one with --id","key_id":null,"candidates":[` +
				`{"id":"k1","name":"ci-pipeline","prefix":"rg_","status":"active","scopes":["inference","kubernetes:all"],"created_at":"2026-03-01T10:00:00Z","expires_at":"2026-03-04T12:00:00Z","last_used_at":"2026-03-01T11:59:58.5Z","revoked_at":null,"unknown":[]},` +
				`{"id":"k2","name":"日本語 鍵","prefix":null,"status":"revoked","scopes":[],"created_at":"2025-12-08T12:00:00Z","expires_at":null,"last_used_at":null,"revoked_at":"2026-02-26T12:00:00Z","unknown":[]}]}}` + "\n",
		},
	} {
		assertText(t, shownError(t, true, test.profile, test.verb, test.err), test.want)
	}
}

func FuzzErrorAsJSON(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, what, hint string) {
		var text bytes.Buffer
		err := client.WithCandidates(&errs.Error{Kind: errs.Denied, What: what, Hint: hint, KeyID: what}, []client.Key{hostileRow(hint).Key})
		if err := WriteError(&text, true, what, hint, err); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(text.Bytes()) {
			t.Errorf("not JSON: %s", text.Bytes())
		}
		assertSafe(t, text.String(), "\n")
	})
}

func TestAWarningIsOneLine(t *testing.T) {
	t.Parallel()
	for asJSON, want := range map[bool]string{
		false: "warning: a \\u202e\\nb \"c\"\n", true: `{"warning":{"message":"a \u202e\nb \"c\""}}` + "\n",
	} {
		var out strings.Builder
		if err := WriteWarning(&out, asJSON, "a \u202e\nb \"c\""); err != nil || out.String() != want {
			t.Errorf("got %q, %v, want %q", out.String(), err, want)
		}
	}
}
