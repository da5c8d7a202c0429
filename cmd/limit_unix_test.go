//go:build unix

package cmd_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"keyctl/emulator"
)

// limiting refuses a number of requests with a method for their rate, and lets
// the others through.
func limiting(method, after string, times int32) faultFunc {
	left := &atomic.Int32{}
	left.Store(times)
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if r.Method == method && left.Add(-1) >= 0 {
			respond(http.StatusTooManyRequests, `{"error":"Too Many Requests"}`, "Retry-After", after)(w, r, effect)
			return
		}
		effect.ServeHTTP(w, r)
	}
}

const limitNote = "waiting 2 s: hostupcloud takes 60 requests in a minute"

// A wait for the limit is no slowness of the console: the timeout doesn't count.
func TestTheLimitIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		note string
	}{
		{[]string{"list"}, "waiting 6 s: hostupcloud takes 60 requests in a minute\n"},
		{[]string{"list", "-o", "json"}, ""},
		{[]string{"list", "-q"}, ""},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, "hostupcloud", limiting(http.MethodGet, "6", 1))
			r := p.run(append(test.args, "--timeout", "5s")...)
			if r.is(t, "list", 0); r.stderr != test.note || c.count("") != 2 {
				t.Errorf("stderr is %q, sent %v", r.stderr, c.methods())
			}
		})
	}
	t.Run("a change", func(t *testing.T) {
		t.Parallel()
		c, p := newConsole(t, "hostupcloud", limiting(http.MethodPatch, "2", 1))
		p.create("--name", "x", "--scope", "read")
		p.run("disable", "x").is(t, "disable", 0, "^"+limitNote+"\ndisabled ")
		if got := c.methods(); !slices.Equal(got, []string{"GET", "POST", "GET", "PATCH", "PATCH", "GET"}) {
			t.Errorf("sent %v", got)
		}
	})
	t.Run("a terminal", func(t *testing.T) {
		t.Parallel()
		_, p := newConsole(t, "hostupcloud", limiting(http.MethodGet, "2", 1))
		p = p.with("TERM=xterm", "NO_COLOR=1")
		s := p.onTerminal(t, p.command("keyctl", "list"))
		s.wait(erased + "⠋ " + limitNote)
		code, screen := s.end()
		if got := rendered(screen); code != 0 || !strings.HasPrefix(got, "NAME ") || strings.Contains(got, "waiting") {
			t.Errorf("exit code %d: %q", code, screen)
		}
	})
}

// A create is never sent again, however short the wait would be.
func TestALimitedCreateIsSentOnce(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "hostupcloud", limiting(http.MethodPost, "1", 1))
	r := p.run("create", "--name", "x", "--scope", "read", "-o", "json")
	r.silent(t, "create")
	if told := r.errorOf(t).Error; r.code != 7 || told.Kind != "rate_limited" || *told.Hint != "try again in 1s" {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	if got := c.methods(); !slices.Equal(got, []string{"GET", "POST"}) || len(p.keys()) != 0 {
		t.Errorf("sent %v", got)
	}
}

// Whoever is told to come back later than any limit lasts isn't kept waiting.
func TestALimitThatIsNone(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "hostupcloud", limiting(http.MethodGet, "3600", 9))
	p.run("list", "--timeout", "5s").is(t, "list", 7, "answered 429", "hint: try again in 1h")
	if c.count("") != 1 {
		t.Errorf("sent %v", c.methods())
	}
}

// A command of many requests stays within the limit from the first on. One that
// is ended meanwhile says what it did, and what it didn't.
func TestManyRequestsStayWithinTheLimit(t *testing.T) {
	t.Parallel()
	c, err := startConsole("hostupcloud", emulator.Settings{RequestsPerMinute: 1000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	p := newProgram(t, "KEYCTL_CONSOLE=hostupcloud", "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
	args := []string{"disable"}
	for i := range 62 {
		body := strings.NewReader(fmt.Sprintf(`{"name":"key-%d","permissions":["read"]}`, i))
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/hostupcloud/api/api-keys", body)
		r.Header.Set("Authorization", "Bearer "+c.key)
		made := httptest.NewRecorder()
		if c.embedded.Handler().ServeHTTP(made, r); made.Code != http.StatusCreated {
			t.Fatal(made.Body)
		}
		args = append(args, fmt.Sprintf("key-%d", i))
	}
	command := p.command("keyctl", args...)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	rest := waitFor(t, stderr, "hostupcloud takes 60 requests in a minute")
	if got := c.count(http.MethodPatch); got != 59 || c.count("") != 60 {
		t.Errorf("%d were changed with %d requests", got, c.count(""))
	}
	signalTo(t, command, syscall.SIGINT)
	told := rest()
	_ = command.Wait()
	if code := exitCode(command); code != 130 || !regexp.MustCompile(`key-61.*interrupted, nothing was changed`).MatchString(told) {
		t.Errorf("exit code %d: %s", code, told)
	}
	if c.count("") != 60 {
		t.Errorf("sent %d", c.count(""))
	}
}

// One of several profiles tells by its name that it waits.
func TestAProfileAmongOthersTellsThatItWaits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		note string
	}{{nil, "host waits 2 s\n"}, {[]string{"-q"}, ""}, {[]string{"-o", "json"}, ""}} {
		p := withProfiles(t, atConsole(t, "host", "hostupcloud", limiting(http.MethodGet, "2", 1)), atConsole(t, "other", "huddle01", someKeys(1)))
		r := p.run(append([]string{"list", "--all-profiles"}, test.args...)...)
		if r.is(t, "list", 0); r.stderr != test.note {
			t.Errorf("%v: stderr is %q", test.args, r.stderr)
		}
	}
	p := withProfiles(t, atConsole(t, "host", "hostupcloud", limiting(http.MethodGet, "2", 1)), atConsole(t, "other", "huddle01", someKeys(1)))
	p = p.with("TERM=xterm", "NO_COLOR=1")
	s := p.onTerminal(t, p.command("keyctl", "list", "--all-profiles", "-o", "name"))
	s.wait("asking 2 profiles: waiting for host; host waits 2 s\r")
	if code, screen := s.end(); code != 0 || rendered(screen) != "key-0\n" {
		t.Errorf("exit code %d: %q", code, screen)
	}
}
