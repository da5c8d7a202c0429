package cmd_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// The secret that keyctl-inside knows, without its beginning and its end.
const insideSecret = "secret of 38 characters"

func TestAPanicIsAnErrorThatShowsNoSecret(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	for how, want := range map[string]string{
		"here":    "it was [redacted]",
		"runtime": "assignment to entry in nil map",
		"asking":  "it was [redacted]",
		"writing": "it was [redacted]",
		"reading": "it was [redacted]",
		"listing": "it was [redacted]",
	} {
		command := p.command("keyctl-inside", "break", how)
		var stderr, stdout strings.Builder
		command.Stdout, command.Stderr = &stdout, &stderr
		_ = command.Run()
		r := result{exitCode(command), stdout.String(), stderr.String()}
		r.is(t, how, 1, "^keyctl-inside: this is a bug of keyctl: \"[^\n]*\"\nhint: ", `inside_internal_test\.go:\d+`)
		r.silent(t, how)
		if !strings.Contains(r.stderr, want) || strings.Contains(r.stderr, insideSecret) || strings.Contains(r.stderr, "panic: ") {
			t.Errorf("%s: stderr is %s", how, r.stderr)
		}
	}
}

func TestAPanicBesideJSONIsJSON(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	r := p.finish(p.command("keyctl-inside", "break", "reading", "-o", "json"))
	lines := strings.Split(strings.TrimSuffix(r.stderr, "\n"), "\n")
	if r.code != 1 || len(lines) != 2 || strings.Contains(r.stderr, insideSecret) {
		t.Fatalf("exit code %d, %s", r.code, r.stderr)
	}
	for i, member := range []string{"error", "warning"} {
		var object map[string]struct{ Message string }
		if err := json.Unmarshal([]byte(lines[i]), &object); err != nil || object[member].Message == "" {
			t.Errorf("line %d: %v: %s", i+1, err, lines[i])
		}
	}
}
