package cmd_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// hostileNames are names that a console may send and no terminal may get.
func hostileNames() []string {
	return []string{
		"\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;https://example.com\x1b\\link", "two\nlines", "back\rover", "tab\tbed", "nul\x00",
		"\u009b31mC1", "del\x7f", "rlo\u202etxt", "lri\u2066x\u2069", "zero\u200bwidth", "bom\ufeff", "line\u2028end", "alm\u061c", "tag\U000e0041",
	}
}

func hostileList(change func(record map[string]any, name string)) faultFunc {
	var records []map[string]any
	for i, name := range hostileNames() {
		record := map[string]any{"id": "ak_" + string(rune('a'+i)), "name": name, "prefix": "mk_" + name, "created_at": "2026-04-03T10:00:00Z"}
		change(record, name)
		records = append(records, record)
	}
	text, _ := json.Marshal(map[string]any{"code": "OK", "data": records})
	return respond(200, string(text), "Content-Type", "application/json")
}

// Every run checks both streams for raw bytes; what is left to check is that
// the keys are told at all, one a line.
func TestHostileNamesAreEscapedEverywhere(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", hostileList(func(map[string]any, string) {}))
	names := hostileNames()
	for format, lines := range map[string]int{"table": 1, "wide": 1, "csv": 1, "tsv": 1, "name": 0, "jsonl": 0, "json": 2} {
		r := p.run("list", "-o", format)
		r.is(t, format, 0)
		if got := strings.Count(r.stdout, "\n"); got != len(names)+lines {
			t.Errorf("%s: %d lines: %s", format, got, r.stdout)
		}
	}
	if r := p.run("list", "-o", "tsv"); strings.Count(r.stdout, "\t") != 11*(len(names)+1) {
		t.Errorf("a row was forged: %s", r.stdout)
	}
	var keys []listed
	if err := json.Unmarshal([]byte(p.run("list", "-o", "json").stdout), &keys); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if keys[i].Name != name {
			t.Errorf("as JSON %q became %q", name, keys[i].Name)
		}
	}
	for _, args := range [][]string{
		{"list", "-o", "yaml"},
		{"list", "--jq", ".[].name"},
		{"list", "--jq", "map(.name)"},
		{"list", "--sort", "name"},
		{"show", "ak_a"},
		{"show", "ak_b", "-o", "yaml"},
		{"show", names[3], "-o", "json"},
		{"show", names[0], "-o", "csv"},
		{"revoke", "--dry-run", names[0], "ak_b", "ak_d", "ak_j"},
	} {
		p.run(args...).is(t, strings.Join(args, " "), 0)
	}
	p.run("show", names[0]+"?").is(t, "no such key", 4, `"\\u001b\[31mred\?"`)
}

func TestHostileCandidatesAreEscaped(t *testing.T) {
	t.Parallel()
	same := hostileList(func(record map[string]any, _ string) { record["name"] = "\x1b[2Jsame\u202e" })
	_, p := newConsole(t, "huddle01", same)
	for _, args := range [][]string{{"show", "\x1b[2Jsame\u202e"}, {"revoke", "--yes", "\x1b[2Jsame\u202e", "-o", "json"}} {
		r := p.run(args...)
		r.is(t, args[0], 5, `\\u001b\[2Jsame\\u202e`, "ak_a", "ak_p")
		r.silent(t, args[0])
	}
}

// An id goes into paths, so a hostile one is good for nothing but being shown.
func TestHostileIDsAreShownAndNeverSent(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", hostileList(func(record map[string]any, name string) { record["id"] = "../" + name }))
	p.run("list").is(t, "list", 0)
	c.forget()
	for _, name := range hostileNames()[:6] {
		r := p.run("revoke", "--yes", name)
		r.is(t, "revoke", 2, "cannot be the id of a key")
		r.silent(t, "revoke")
	}
	if c.count(http.MethodDelete) > 0 {
		t.Errorf("sent %v", c.requests())
	}
}

func TestHostileErrorsAreEscaped(t *testing.T) {
	t.Parallel()
	all := hostileNames()
	for _, hostile := range []string{strings.Join(all[:8], ""), strings.Join(all[8:], "")} {
		text, _ := json.Marshal(map[string]string{"code": "BAD", "error": hostile})
		_, p := newConsole(t, "huddle01", respond(400, string(text)))
		for _, args := range [][]string{{"create", "--name", "x", "--debug"}, {"create", "--name", "x", "-o", "json"}} {
			r := p.run(args...)
			r.is(t, args[0], 1, "answered 400")
			r.silent(t, args[0])
		}
	}
}

// What a hostile create answer holds goes to stdout escaped, too.
func TestHostileCreateAnswer(t *testing.T) {
	t.Parallel()
	record := `{"code":"OK","data":{"id":"ak_\u001b[2J","name":"\u001b]0;x\u0007\u202e","prefix":"mk_\u009b","secret":"mk_4929de1f505b514f84988e4992cd23da7e6a89d3","created_at":"2026-04-03T10:00:00Z"}}`
	for _, format := range []string{"table", "json", "yaml", "secret"} {
		_, p := newConsole(t, "huddle01", on(http.MethodPost, respond(201, record)))
		r := p.run("create", "--name", "x", "-o", format)
		if r.is(t, format, 0); !strings.Contains(r.stdout, "mk_4929de1f505b514f84988e4992cd23da7e6a89d3") {
			t.Errorf("%s: the secret is lost: %s", format, r.stdout)
		}
	}
}
