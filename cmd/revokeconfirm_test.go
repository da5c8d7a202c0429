package cmd_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// changing is a console that lists before until something was asked of it that
// isn't a list, answers that with a status, and lists after from then on.
func changing(before, after string, status, listStatus int) faultFunc {
	var changed atomic.Bool
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		switch {
		case r.Method != http.MethodGet:
			changed.Store(true)
			respond(status, `{"code":"OK"}`)(w, r, effect)
		case changed.Load():
			respond(listStatus, after)(w, r, effect)
		default:
			respond(200, before)(w, r, effect)
		}
	}
}

func TestARevokeIsConfirmedByWhatTheConsoleSaysAndNothingLess(t *testing.T) {
	t.Parallel()
	const row, ended = `{"id":"a1","name":"x","prefix":"mk_other"}`, `{"id":"a1","name":"x","revoked_at":"2026-01-01T00:00:00Z"}`
	huddle := func(rows string) string { return `{"code":"OK","data":[` + rows + `]}` }
	for name, test := range map[string]struct {
		console       string
		before, after string
		status        int
		listStatus    int
		code          int
	}{
		"gone after a 500, remotegpu":      {"remotegpu", `[` + row + `]`, `[]`, 500, 200, 9},
		"gone after a 500, huddle01":       {"huddle01", huddle(row), huddle(``), 500, 200, 0},
		"gone after a 200, remotegpu":      {"remotegpu", `[` + row + `]`, `[]`, 200, 200, 0},
		"revoked in the future":            {"remotegpu", `[` + row + `]`, `[{"id":"a1","name":"x","revoked_at":"2099-01-01T00:00:00Z"}]`, 200, 200, 9},
		"listed twice, the first active":   {"remotegpu", `[` + row + `]`, `[` + row + `,` + ended + `]`, 500, 200, 9},
		"listed twice, the second active":  {"remotegpu", `[` + row + `]`, `[` + ended + `,` + row + `]`, 500, 200, 9},
		"revoked after a 500":              {"remotegpu", `[` + row + `]`, `[` + ended + `]`, 500, 200, 0},
		"more pages from the beginning":    {"remotegpu", `{"data":[` + row + `],"has_more":true}`, `[]`, 500, 200, 8},
		"more pages afterwards":            {"remotegpu", `[` + row + `]`, `{"data":[],"next_cursor":"abc"}`, 500, 200, 9},
		"more pages after a 200":           {"remotegpu", `[` + row + `]`, `{"data":[],"meta":{"has_more":true}}`, 200, 200, 9},
		"an error beside it":               {"remotegpu", `{"data":[` + row + `],"error":"down"}`, `[]`, 200, 200, 8},
		"an error beside it afterwards":    {"remotegpu", `[` + row + `]`, `{"data":[],"errors":["down"]}`, 200, 200, 9},
		"a list that is forbidden":         {"huddle01", huddle(row), `{}`, 500, 403, 9},
		"a list that is forbidden, though": {"huddle01", huddle(row), `{}`, 200, 403, 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, test.console, changing(test.before, test.after, test.status, test.listStatus))
			r := p.run("revoke", "--yes", "x")
			r.is(t, name, test.code)
			if changes := c.count("") - c.count(http.MethodGet); changes > 1 || test.code == 8 && changes > 0 {
				t.Errorf("sent %v", c.methods())
			}
		})
	}
}

func TestAListThatIsNotTheWholeIsAnError(t *testing.T) {
	t.Parallel()
	for _, beside := range []string{`"has_more":true`, `"next_cursor":"abc"`, `"next":"https://example.com/2"`, `"error":"down"`, `"page":{"hasMore":true}`} {
		_, p := newConsole(t, "remotegpu", respond(200, `{"data":[{"id":"a1","name":"x"}],`+beside+`}`))
		p.run("list", "-o", "json").is(t, beside, 8, "an answer that cannot be used")
		p.run("show", "x").is(t, beside, 8, "an answer that cannot be used")
	}
}

// However the console masks it, the own key is asked for, and a failure of its
// revoke is one unless the credential is dead.
func TestTheOwnKeyIsKnownBehindEveryMask(t *testing.T) {
	t.Parallel()
	head, tail := straySecret[:11], straySecret[len(straySecret)-4:]
	for _, mask := range []string{
		head + "...", "mk_..." + tail, "****" + tail, head + "xxxx", head + "●●●●", "●●●●●●●●" + tail, head[3:], straySecret[:7] + "…" + tail, "...", "mk_", "",
	} {
		row := fmt.Sprintf(`{"code":"OK","data":[{"id":"ak_1","name":"x","prefix":%q}]}`, mask)
		c, p := newConsole(t, "huddle01", changing(row, `{}`, 500, 403))
		p = p.with("KEYCTL_API_KEY=" + straySecret)
		r := p.run("revoke", "--yes", "x")
		r.is(t, mask, 5, "is the key this command is signed in with; nothing was revoked\nhint: add --self")
		if c.count(http.MethodDelete) > 0 {
			t.Errorf("%q: sent %v", mask, c.methods())
		}
		p.run("revoke", "--yes", "--self", "x").is(t, mask, 9)
	}
}

// What comes over a connection that nobody asked anything of is shown nowhere:
// net/http would log it.
func TestAnAnswerThatNobodyAskedForIsNotShown(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	_, p := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		if asked.Add(1) > 1 {
			_, _ = io.WriteString(w, `{"code":"OK","data":[]}`)
			return
		}
		connection, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = connection.Close() }()
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\nyour key is %s\r\n", r.Header.Get("X-API-Key"))
		_, _ = io.Copy(io.Discard, bufio.NewReader(buffered)) // until the client is gone
	})
	r := p.run("list", "-o", "json")
	if r.is(t, "list", 0); r.stderr != "" || strings.TrimSpace(r.stdout) != "[]" || asked.Load() != 2 {
		t.Errorf("asked %d times, got %q, %q", asked.Load(), r.stdout, r.stderr)
	}
}
