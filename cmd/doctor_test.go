package cmd_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// finding is a check as `doctor -o json` tells it.
type finding struct{ Check, Status, Message, Mend string }

// diagnose runs doctor and gives what it found, by check.
func (p *program) diagnose(t *testing.T, code int, args ...string) map[string]finding {
	t.Helper()
	r := p.run(append([]string{"doctor", "-o", "json"}, args...)...)
	var listed []finding
	if err := json.Unmarshal([]byte(r.stdout), &listed); err != nil || r.code != code {
		t.Fatalf("exit code %d, want %d: %v: %s%s", r.code, code, err, r.stdout, r.stderr)
	}
	if code == 10 {
		if told := r.errorOf(t); told.Error.Kind != "check_failed" {
			t.Errorf("the error is %+v", told)
		}
	}
	found := map[string]finding{}
	for _, one := range listed {
		found[one.Check] = one
	}
	if len(found) != 11 {
		t.Errorf("%d checks: %v", len(found), listed)
	}
	return found
}

func (f finding) is(t *testing.T, status, message, mend string) {
	t.Helper()
	if f.Status != status || !strings.Contains(f.Message, message) || !strings.Contains(f.Mend, mend) || (mend == "") != (f.Mend == "") {
		t.Errorf("%s: got %+v, want %s, %q, %q", f.Check, f, status, message, mend)
	}
}

func TestDoctorFindsEverythingInOrder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huddle01", "remotegpu"} {
		c, p := newConsole(t, name, nil)
		found := p.diagnose(t, 0)
		for check, message := range map[string]string{
			"configuration": "no profiles", "profile": "environment on " + name, "proxy": "none", "certificates": "of the system", "credential": "from: environment",
			"reachability": strings.TrimPrefix(c.URL, "http://"), "access": "keys: 0", "clock": "agrees",
		} {
			found[check].is(t, "ok", message, "")
		}
		found["keyring"].is(t, "skipped", "not needed", "")
		found["rate limit"].is(t, "skipped", "tells none", "")
		if strings.Contains(found["credential"].Message, c.key) {
			t.Errorf("it shows the credential: %+v", found["credential"])
		}
		if c.count("") != 1 || c.count(http.MethodGet) != 1 {
			t.Errorf("sent %v", c.methods())
		}
	}
}

// withHeader is a console with more in the header of its answers.
func withHeader(header ...string) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		effect.ServeHTTP(w, r)
	}
}

func TestDoctorComparesTheClocks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		off    time.Duration
		code   int
		status string
	}{
		{0, 0, "ok"}, {-10 * time.Second, 0, "ok"}, {2 * time.Minute, 0, "warning"}, {-2 * time.Minute, 0, "warning"}, {time.Hour, 10, "wrong"}, {-48 * time.Hour, 10, "wrong"},
	} {
		_, p := newConsole(t, "huddle01", withHeader("Date", time.Now().Add(test.off).UTC().Format(http.TimeFormat)))
		mend := ""
		if test.status != "ok" {
			mend = "clock"
		}
		p.diagnose(t, test.code)["clock"].is(t, test.status, "console's", mend)
	}
	_, p := newConsole(t, "huddle01", withHeader("Date", "yesterday"))
	p.diagnose(t, 0)["clock"].is(t, "skipped", "told no time", "")
}

func TestDoctorTellsTheRateLimit(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", withHeader("X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "42"))
	p.diagnose(t, 0)["rate limit"].is(t, "ok", "requests left: 42 of 60", "")
	_, p = newConsole(t, "huddle01", withHeader("RateLimit-Remaining", "0", "RateLimit-Reset", "30"))
	p.diagnose(t, 0)["rate limit"].is(t, "warning", "no request is left", "wait until 20")
}

// Each thing that is wrong is told where it is wrong, with what mends it, and
// not blamed on anything else.
func TestDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)

	found := p.with("KEYCTL_API_KEY=mk_"+strings.Repeat("7", 64)).diagnose(t, 10)
	found["reachability"].is(t, "ok", "answers", "")
	found["access"].is(t, "wrong", "401", "login")
	found["clock"].is(t, "ok", "agrees", "")

	_, html := newConsole(t, "huddle01", respond(200, "<html>Sign in</html>", "Content-Type", "text/html"))
	found = html.diagnose(t, 10)
	found["reachability"].is(t, "wrong", "cannot be used", "login page")
	found["access"].is(t, "skipped", "cannot be used", "")

	found = p.with("KEYCTL_BASE_URL=http://127.0.0.1:1").diagnose(t, 10)
	found["reachability"].is(t, "wrong", "127.0.0.1:1", "nothing listens there")
	for _, check := range []string{"access", "clock", "rate limit"} {
		found[check].is(t, "skipped", "", "")
	}

	found = p.with("KEYCTL_CA_FILE="+filepath.Join(p.dir, "missing.pem"), "KEYCTL_BASE_URL=https://127.0.0.1:1").diagnose(t, 10)
	found["certificates"].is(t, "wrong", "missing.pem", "--ca-file")

	found = p.with("KEYCTL_API_KEY=", "KEYCTL_CONSOLE=").diagnose(t, 10)
	found["profile"].is(t, "wrong", "not signed in", "login")
	found["credential"].is(t, "skipped", "there is no profile", "")

	if err := os.MkdirAll(filepath.Join(p.dir, ".config", "keyctl"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, ".config", "keyctl", "profiles.yaml"), []byte("profile:\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.diagnose(t, 10)["configuration"].is(t, "wrong", "line 1", `did you mean "profiles"?`)
	if sent := c.count(""); sent != 2 {
		t.Errorf("%d requests were sent, want those of the first and the last: %v", sent, c.methods())
	}
}

func TestDoctorIsForPeopleToo(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", respond(401, `{"code":"UNAUTHORIZED","error":"\u001b[2Jno"}`))
	r := p.run("doctor")
	r.is(t, "doctor", 10, `1 of 11 checks found something wrong\nhint: each line marked ✗ says what mends it`)
	for _, line := range []string{"✓ configuration  no profiles", "- keyring        not needed", "✗ access         ", "                 → sign in again with"} {
		if !strings.Contains(r.stdout, "\n"+line) && !strings.HasPrefix(r.stdout, line) {
			t.Errorf("there is no line %q: %s", line, r.stdout)
		}
	}
	p.run("doctor", "--columns", "name").is(t, "columns", 2, "no effect on doctor")
	p.run("doctor", "-o", "csv").is(t, "csv", 2, "no output format")
	p.run("doctor", "now").is(t, "an argument", 2, "takes flags only")
}
