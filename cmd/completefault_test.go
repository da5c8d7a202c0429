package cmd_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// A shell waits for the answer, so one that doesn't come must not hold it up,
// and half a list is none.
func TestCompletionsOfAnIllConsole(t *testing.T) {
	t.Parallel()
	drip := func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.WriteString(w, `{"code":"OK","data":[{"id":"ak_1","name":"a"},`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	for name, fault := range map[string]faultFunc{
		"hangs": hang, "stops midway": drip, "is cut off": cutShort(`"b"`), "resets": reset,
		"answers nonsense": respond(200, "<html>"), "asks to wait": respond(429, "", "Retry-After", "1800"),
		"denies": respond(401, `{"error":"mk_0123456789abcdef0123456789abcdef"}`), "moved": respond(302, "", "Location", "/"),
		"fails": respond(503, ""), "has a key without an id": respond(200, `{"code":"OK","data":[{"id":"ak_1","name":"a"},{"name":"b"}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, "huddle01", on(http.MethodGet, fault))
			c.make(t, "a")
			c.make(t, "b")
			for _, args := range [][]string{
				{"__complete", "show", ""},
				{"__complete", "--timeout", "1h", "--debug", "revoke", "a", ""},
				{"__complete-bash", "9", "80", "keyctl show ", ""},
			} {
				// Whoever waits for the console waits until the test ends the command.
				r := p.with("KEYCTL_TIMEOUT=1h").run(args...)
				if r.is(t, name, 0); r.stdout != ":4\n" || r.stderr != "" {
					t.Errorf("%v: %q, stderr %q", args, r.stdout, r.stderr)
				}
			}
		})
	}
}

// What a console sends shows in descriptions, and must not forge lines there.
func TestCompletionsOfHostileKeys(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", hostileList(func(map[string]any, string) {}))
	r := p.run("__complete", "show", "")
	lines := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	if r.is(t, "complete", 0); len(lines) != len(hostileNames())+1 {
		t.Errorf("%d lines: %q", len(lines), r.stdout)
	}
	for _, line := range lines[:len(lines)-1] {
		if !strings.HasPrefix(line, "ak_") || strings.Count(line, "\t") != 1 {
			t.Errorf("offered is %q", line)
		}
	}
	// An id that isn't one can't be offered either.
	_, p = newConsole(t, "huddle01", hostileList(func(record map[string]any, name string) { record["id"] = "../" + name }))
	if r := p.run("__complete", "show", ""); r.code != 0 || r.stdout != ":4\n" || r.stderr != "" {
		t.Errorf("exit code %d, offered is %q, stderr %q", r.code, r.stdout, r.stderr)
	}
}
