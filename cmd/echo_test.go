package cmd_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// repeating refuses a request, and repeats the credential that came with it in
// every way that servers have.
func repeating(status int) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		sent := strings.Join([]string{r.Header.Get("X-Api-Key"), r.Header.Get("Authorization"), r.Header.Get("Cookie")}, " ")
		lower := strings.NewReplacer("%3D", "%3d", "%2B", "%2b", "%2F", "%2f").Replace(url.QueryEscape(sent))
		w.Header().Set("Location", "/login?token="+lower)
		w.Header().Set("WWW-Authenticate", "Bearer "+sent)
		w.Header().Set("Retry-After", "3600") // so late that nothing is tried again
		w.WriteHeader(status)
		said := "bad key " + sent + " " + lower + " " + html.EscapeString(sent)
		_ = json.NewEncoder(w).Encode(map[string]string{"code": "BAD", "error": said, "message": said, "detail": said})
	}
}

// credentials are those of the consoles, and the part of each that nobody may see.
func credentials() []struct{ console, credential, secret string } {
	return []struct{ console, credential, secret string }{
		{"huddle01", "mk_" + strings.Repeat("01ab", 16), "01ab01ab01ab01ab01ab"},
		{"huddle01", "plain+key/1234=", "plain+key"},
		{"remotegpu", "rgpu_" + strings.Repeat("01ab", 10), "01ab01ab01ab01ab01ab"},
		{"remotegpu", "cookie:sid=abcdef1234567", "abcdef1234567"},
		{"remotegpu", "cookie:lang=de; sid=ab+/ef==", "ab+/ef"},
	}
}

func TestWhatAConsoleRepeatsIsBlackedOut(t *testing.T) {
	t.Parallel()
	for i, test := range credentials() {
		for _, status := range []int{400, 401, 403, 500, 302, 307} {
			t.Run(fmt.Sprintf("%d %d", i, status), func(t *testing.T) {
				t.Parallel()
				_, p := newConsole(t, test.console, repeating(status))
				p = p.with("KEYCTL_API_KEY=" + test.credential)
				for _, args := range [][]string{{"doctor"}, {"doctor", "-o", "json"}, {"list"}, {"list", "-o", "json"}, {"list", "--debug"}, {"whoami"}} {
					r := p.run(args...)
					if all := r.stdout + r.stderr; strings.Contains(all, test.secret) || strings.Contains(all, url.QueryEscape(test.secret)) || strings.Contains(strings.ToUpper(all), strings.ToUpper(url.QueryEscape(test.secret))) {
						t.Errorf("%v shows it: %s", args, all)
					}
					if r.code == 0 && args[0] != "whoami" {
						t.Errorf("%v worked: %s", args, r.stdout)
					}
				}
				if r := p.run("doctor"); status == 401 && !strings.Contains(r.stdout, "[redacted]") {
					t.Errorf("doctor tells nothing of it: %s", r.stdout)
				}
			})
		}
	}
}

// A credential in the place of a console's name is none of a console's that is
// known, and is one all the same.
func TestDoctorShowsNoCredentialInTheWrongPlace(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"mk_", "rgpu_"} {
		secret := prefix + strings.Repeat("0123456789abcdef", 4)
		for _, variable := range []string{"KEYCTL_CONSOLE", "KEYCTL_PROFILE", "KEYCTL_CA_FILE", "KEYCTL_BASE_URL", "KEYCTL_TIMEOUT"} {
			_, p := newConsole(t, "huddle01", nil)
			p = p.with(variable + "=" + secret)
			for _, args := range [][]string{{"doctor"}, {"doctor", "-o", "json"}} {
				if r := p.run(args...); r.code == 0 || strings.Contains(r.stdout+r.stderr, "0123456789") {
					t.Errorf("%s, %v: exit code %d: %s%s", variable, args, r.code, r.stdout, r.stderr)
				}
			}
		}
	}
}
