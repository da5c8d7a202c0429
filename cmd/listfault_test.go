package cmd_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// answerKeys sends a part of a list of Huddle01, from its beginning when from
// is 0.
func answerKeys(w io.Writer, from, to int) {
	var text []byte
	for i := from; i < to; i++ {
		if i == 0 {
			text = append(text, `{"code":"OK","data":[`...)
		} else {
			text = append(text, ',')
		}
		text = append(strconv.AppendInt(append(text, `{"id":"ak_`...), int64(i), 10), `","name":"key-`...)
		text = append(strconv.AppendInt(text, int64(i), 10), `","prefix":"mk_4929de1f","created_at":"2026-04-03T10:00:00Z"}`...)
	}
	_, _ = w.Write(text)
}

// hangTime is the timeout of commands that a console lets hang. What is asked
// before and after that has to be answered within it, also on a busy machine.
const hangTime = "3s"

// timeoutFor is short for what is expected to time out, and as it is by itself
// else.
func timeoutFor(pattern string) string {
	if strings.Contains(pattern, "no answer") {
		return hangTime
	}
	return "30s"
}

func brokenOff(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	answerKeys(w, 0, 3)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func TestListFaults(t *testing.T) {
	t.Parallel()
	stalled := func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		answerKeys(w, 0, 3)
		_ = http.NewResponseController(w).Flush()
		hang(w, r, effect)
	}
	for name, test := range map[string]struct {
		fault   faultFunc
		code    int
		pattern string
	}{
		"broken off midway":     {brokenOff, 8, "an answer that cannot be used"},
		"stalled midway":        {stalled, 8, "no answer from .* within " + hangTime},
		"a hang":                {hang, 8, "no answer from .* within " + hangTime},
		"a reset":               {reset, 8, "cannot reach 127.0.0.1"},
		"a page":                {respond(200, pageText, "Content-Type", "text/html"), 8, "a web page, not JSON"},
		"a page called JSON":    {respond(200, pageText, "Content-Type", "application/json"), 8, "an answer that cannot be used"},
		"nothing":               {respond(200, ""), 8, "an answer that cannot be used"},
		"null":                  {respond(200, "null"), 8, "an answer that cannot be used"},
		"a text":                {respond(200, `"OK"`), 8, "an answer that cannot be used"},
		"no list in it":         {respond(200, `{"code":"OK"}`), 8, "an answer that cannot be used"},
		"data of wrong type":    {respond(200, `{"code":"OK","data":{"id":"ak_1"}}`), 8, "an answer that cannot be used"},
		"a key of wrong type":   {respond(200, `{"code":"OK","data":[17]}`), 8, "an answer that cannot be used"},
		"a key without id":      {respond(200, `{"code":"OK","data":[{"name":"x"}]}`), 8, "has no id"},
		"the code of a failure": {respond(200, `{"code":"BAD_REQUEST","error":"no","data":[]}`), 8, "BAD_REQUEST"},
		"something behind it":   {respond(200, `{"code":"OK","data":[]}{}`), 8, "an answer that cannot be used"},
		"nested very deep":      {respond(200, `{"code":"OK","data":[`+strings.Repeat("[", 5000)), 8, "nested too deep"},
		"a key of 2 MiB":        {respond(200, `{"code":"OK","data":[{"id":"ak_1","name":"`+strings.Repeat("x", 2<<20)+`"}]}`), 8, "too large"},
		"a header of 100 KiB":   {respond(200, `{"code":"OK","data":[]}`, "X-Long", strings.Repeat("x", 100<<10)), 8, ""},
		"401":                   {respond(401, ""), 3, "set KEYCTL_API_KEY"},
		"403":                   {respond(403, ""), 3, "answered 403"},
		"404":                   {respond(404, "<h1>"), 8, "check the base URL"},
		"418":                   {respond(418, ""), 1, "answered 418"},
		"429 for an hour":       {respond(429, "", "Retry-After", "3600"), 7, "try again in 1h"},
		"503 for too long":      {respond(503, "", "Retry-After", "99999999999999999999"), 8, "answered 503"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, p := newConsole(t, "huddle01", test.fault)
			p = p.with("KEYCTL_TIMEOUT=" + timeoutFor(test.pattern))
			r := p.run("list", "-o", "json")
			r.is(t, "json", test.code, test.pattern)
			if r.stdout == "" || json.Valid([]byte(r.stdout)) {
				t.Errorf("a parser takes the part for the whole: %q", r.stdout)
			}
			if told := r.errorOf(t).Error; told.ExitCode != test.code {
				t.Errorf("the error is %s", r.stderr)
			}
			p.run("list").is(t, "table", test.code, "^environment: list: .*")
			r = p.run("revoke", "key-1", "--yes")
			r.is(t, "revoke", test.code)
			r.silent(t, "revoke")
		})
	}
}

func TestAListThatBreaksOffNeverLooksWhole(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", brokenOff)
	for _, args := range [][]string{
		{"list", "--sort", "name"}, {"list", "--jq", "length"}, {"list", "-o", "yaml", "--sort", "id"}, {"show", "key-1"}, {"show", "--id", "ak_1", "-o", "json"},
	} {
		r := p.run(args...)
		r.is(t, strings.Join(args, " "), 8, "an answer that cannot be used")
		r.silent(t, strings.Join(args, " "))
	}
	for _, format := range []string{"table", "wide", "csv", "tsv", "jsonl", "name", "yaml"} {
		p.run("list", "-o", format).is(t, format, 8, "an answer that cannot be used")
	}
}

func TestALongListStreamsInOrder(t *testing.T) {
	t.Parallel()
	const count = 100_001
	read := make(chan struct{})
	_, p := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		answerKeys(w, 0, count/2)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-read: // the first half arrived while the second is not yet sent
		case <-r.Context().Done():
			return
		}
		answerKeys(w, count/2, count)
		_, _ = io.WriteString(w, "]}")
	})
	command := p.command("keyctl", "list", "-o", "csv", "--columns", "id,name", "--no-header")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	lines := bufio.NewScanner(stdout)
	row := 0
	for lines.Scan() {
		number := strconv.Itoa(row)
		if lines.Text() != "ak_"+number+",key-"+number {
			t.Fatalf("row %d is %q", row, lines.Text())
		}
		if row == count/4 {
			close(read)
		}
		row++
	}
	wait().is(t, "list", 0)
	if row != count {
		t.Errorf("%d rows", row)
	}
}

func TestAReaderThatHasEnoughIsNoFailure(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		for i := 0; r.Context().Err() == nil; i += 1000 {
			answerKeys(w, i, i+1000)
		}
	})
	for _, format := range []string{"json", "jsonl", "table", "csv", "name"} {
		command := p.command("keyctl", "list", "-o", format)
		stdout, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		wait := p.begin(command)
		if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		_ = stdout.Close()
		r := wait()
		if r.is(t, format, 0); r.stderr != "" {
			t.Errorf("%s: stderr is %q", format, r.stderr)
		}
	}
}

func TestAListThatCannotBeWrittenFails(t *testing.T) {
	t.Parallel()
	full := needs(t, "/dev/full")
	_, p := newConsole(t, "huddle01", nil)
	p.create("--name", "x")
	for _, args := range [][]string{{"list"}, {"list", "-o", "json"}, {"show", "x"}, {"consoles"}, {"--version"}, {"emulator"}} {
		command := p.command("keyctl", args...)
		command.Stdout = full
		p.finish(command).is(t, strings.Join(args, " "), 1, "no space left on device")
	}
}
