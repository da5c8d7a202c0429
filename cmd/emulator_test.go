package cmd_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/consoles"
)

// serve runs the program's emulator for one test, and gives a program that is
// signed in to one of its consoles.
func serve(t *testing.T, name string, args ...string) (*served, *program) {
	t.Helper()
	s, err := startEmulator(baseEnvironment(t.TempDir()), args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.end)
	at := s.Consoles[name]
	return s, newProgram(t, "KEYCTL_CONSOLE="+name, "KEYCTL_BASE_URL="+at.BaseURL, "KEYCTL_API_KEY="+at.APIKey)
}

func (s *served) end() {
	_ = s.Process.Kill()
	_ = s.Wait()
}

func TestTheEmulatorTellsWhereItListens(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, "huddle01")
	var each []string
	for _, console := range consoles.All() {
		each = append(each, `"`+console.Name+`":\{"base_url":"http://127\.0\.0\.1:\d+`+console.Half().Path+`","api_key":"[\w.-]{40,}"`+
			`(,"namespaces":\["[0-9a-f-]{36}","[0-9a-f-]{36}"\])?(,"workspaces":\["\d+","\d+"\])?(,"members":\{"\w+":"[\w.-]{40,}"\})?\}`)
	}
	shape := `^\{"consoles":\{` + strings.Join(each, ",") + `\}\}\n$`
	if !regexp.MustCompile(shape).MatchString(s.line) {
		t.Errorf("it prints %s", s.line)
	}
}

func TestTheEmulatorServesEveryConsole(t *testing.T) {
	t.Parallel()
	for _, console := range consoles.All() {
		name, dialect := console.Name, console.Dialect()
		args := []string{"--name", "ci-pipeline"}
		if len(dialect.Scopes) > 0 {
			args = append(args, "--scope", dialect.Scopes[0])
		}
		if slices.Contains(dialect.Actions[client.VerbCreate].Takes, client.FieldExpiresAt) {
			args = append(args, "--expires", "90d")
		}
		_, p := serve(t, name)
		key := p.create(args...)
		if got := p.keys(); len(got) != 1 || got[0].ID != key.ID || got[0].Secret != "" {
			t.Errorf("%s: listed are %v", name, got)
		}
		p.run("revoke", "--yes", "ci-pipeline").is(t, name, 0)
		if got := p.keys("--filter", "status=active"); len(got) != 0 {
			t.Errorf("%s: active are %v", name, got)
		}
	}
}

func TestTheEmulatorsSwitches(t *testing.T) {
	t.Parallel()
	_, p := serve(t, "huddle01", "--limit", "1", "--fail", "503@list*1", "--fail", "429@create*1", "--fail", "403@revoke")
	p.run("create", "--name", "x", "--debug").is(t, "the first create", 7, "(?s)> GET .*< 503 .*> GET .*< 200 .*> POST", "hint: try again in 1s")
	p.create("--name", "x")
	p.run("create", "--name", "y").is(t, "above the limit", 5, "API key limit reached")
	p.run("revoke", "--yes", "x").is(t, "revoke", 3, "told to fail")
	p.run("revoke", "--yes", "x").is(t, "revoke again", 3)
	_, slow := serve(t, "huddle01", "--latency", "10m")
	slow.run("list", "--timeout", "200ms").is(t, "latency", 8, "no answer from")
	start := time.Now()
	_, late := serve(t, "huddle01", "--latency", "300ms")
	if late.run("list").is(t, "latency", 0); time.Since(start) < 300*time.Millisecond {
		t.Error("it answered at once")
	}
}

// The emulator says whom and what its account has, and that holds.
func TestTheEmulatorsMembersAndWorkspaces(t *testing.T) {
	t.Parallel()
	s, p := serve(t, "drun")
	at := s.Consoles["drun"]
	colleague := p.with("KEYCTL_API_KEY=" + at.Members["colleague"])
	for i, workspace := range at.Workspaces {
		p.create("--name", "own", "--workspace", workspace)
		colleague.create("--name", "theirs", "--workspace", workspace)
		if got := len(p.keys("--workspace", workspace, "--everyone")); got != 2 || i > 1 {
			t.Errorf("%d keys in the workspace %s", got, workspace)
		}
	}
	if len(at.Workspaces) != 2 || len(p.keys()) != 0 {
		t.Errorf("the workspaces are %v", at.Workspaces)
	}
}

func TestTheEmulatorsRate(t *testing.T) {
	t.Parallel()
	_, p := serve(t, "hostupcloud", "--rate", "3")
	p.run("list").is(t, "the first", 0)
	p.run("list").is(t, "the second", 0)
	r := p.run("create", "--name", "x", "--scope", "read")
	r.is(t, "a create above the rate", 7, "429 Too Many Requests", "hint: try again in (1m0|[1-5]?\\d)s") // had it waited, it would be made
	r.silent(t, "create")
	_, p = serve(t, "huddle01", "--rate", "1")
	p.keys()
	p.keys() // which has no limit
}

func TestTheEmulatorKeepsItsKeysInAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keys.db")
	first, p := serve(t, "remotegpu", "--data", file)
	key := p.create("--name", "x", "--scope", "all")
	if _, beside := serve(t, "remotegpu", "--data", file); len(beside.keys()) != 1 {
		t.Error("a second one on the same file doesn't see the key")
	}
	first.end()
	_, p = serve(t, "remotegpu", "--data", file)
	if got := p.keys(); len(got) != 1 || got[0].ID != key.ID {
		t.Errorf("after a restart there are %v", got)
	}
	_, p = serve(t, "remotegpu")
	if got := p.keys(); len(got) != 0 {
		t.Errorf("without the file there are %v", got)
	}
}

func TestTheEmulatorRefusesWrongFlags(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		code    int
		pattern string
		args    []string
	}{
		{2, "not a loopback address", []string{"--listen", "0.0.0.0:0"}},
		{2, "not a loopback address", []string{"--listen", ":0"}},
		{2, "not a loopback address", []string{"--listen", "192.168.0.1:0"}},
		{2, "not a loopback address", []string{"--listen", "[::]:0"}},
		{2, "not a loopback address", []string{"--listen", "127.0.0.1"}},
		{2, "not a loopback address", []string{"--listen", "example.com:80"}},
		{2, "contradict each other", []string{"--data", "keys.db", "--in-memory"}},
		{2, "cannot be negative", []string{"--limit", "-1"}},
		{2, "cannot be negative", []string{"--rate", "-1"}},
		{2, "invalid argument", []string{"--rate", "60/m"}},
		{2, "cannot be negative", []string{"--latency", "-1s"}},
		{2, "invalid argument", []string{"--latency", "soon"}},
		{2, "fault", []string{"--fail", "list"}},
		{2, "fault", []string{"--fail", "200@list"}},
		{2, "fault", []string{"--fail", "503@frobnicate"}},
		{2, "fault", []string{"--fail", "503@list*0"}},
		{2, "csv", []string{"-o", "csv"}},
		{2, "huddle01", []string{"huddle01"}},
		{1, "cannot listen", []string{"--listen", taken.Addr().String()}},
		{1, "cannot open the store", []string{"--data", filepath.Join(plain, "keys.db")}},
	} {
		r := p.run(append([]string{"emulator"}, test.args...)...)
		r.is(t, strings.Join(test.args, " "), test.code, "^keyctl: emulator: .*"+test.pattern, "\nhint: ")
		r.silent(t, strings.Join(test.args, " "))
	}
}

// What a web page could make a browser send is refused.
func TestTheEmulatorAnswersNoWebPage(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, "huddle01")
	at := s.Consoles["huddle01"]
	base, err := url.Parse(at.BaseURL)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		head   string
		status int
	}{
		{"Host: " + base.Host, 200},
		{"Host: localhost:" + base.Port(), 200},
		{"Host: rebound.example.com", 403},
		{"Host: 127.0.0.1.example.com:" + base.Port(), 403},
		{"Host: 192.168.0.1", 403},
		{"Host: " + base.Host + "\r\nOrigin: http://" + base.Host, 403},
		{"Host: " + base.Host + "\r\nOrigin: null", 403},
		{"Host: " + base.Host + "\r\nOrigin: https://example.com", 403},
	} {
		connection, err := net.Dial("tcp", base.Host)
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.SetDeadline(time.Now().Add(patience))
		_, _ = fmt.Fprintf(connection, "GET %s/api-keys HTTP/1.1\r\n%s\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n", base.Path, test.head, at.APIKey)
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != test.status || response.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%q: answered %d", test.head, response.StatusCode)
		}
		_ = response.Body.Close()
		_ = connection.Close()
	}
}

// The sandbox's file is opened per transaction: commands run side by side.
func TestTheSandboxServesSideBySide(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			r := p.run("-p", "sandbox", "create", "--name", fmt.Sprintf("k%d", i), "--scope", "all", "-o", "secret")
			if r.is(t, "create", 0); !secretPattern.MatchString(r.stdout) {
				t.Errorf("stdout is %q", r.stdout)
			}
		})
	}
	all.Wait()
	if keys := p.keys("-p", "sandbox"); len(keys) != 8 {
		t.Errorf("%d keys", len(keys))
	}
}
