package redact

import (
	"encoding/json"
	"strings"
	"testing"

	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// The value of a cookie may be shorter than the secrets of consoles: of a cookie
// it is known which text is the secret.
func TestAShortValueOfACookieIsBlackedOut(t *testing.T) {
	t.Parallel()
	for length := shortestRedacted; length < secrets.Shortest; length++ {
		value := "abcdef1234567890"[:length]
		for _, cookie := range []string{"cookie:sid=" + value, "cookie:lang=de; sid=" + value, `cookie:sid="` + value + `"; lang=de`, "cookie: sid=" + value + " "} {
			var r Redactor
			r.Register(secrets.New(cookie))
			if got := string(r.Redact([]byte("the session " + value + " of lang=de is bad"))); got != "the session "+secrets.Redacted+" of lang=de is bad" {
				t.Errorf("%s: got %s", cookie, got)
			}
		}
	}
}

func TestACookieIsBlackedOutAsItIsSent(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Register(secrets.New("cookie:a=b; c=d"))
	if got := string(r.Redact([]byte("bad cookie: a=b; c=d"))); got != "bad cookie: "+secrets.Redacted {
		t.Errorf("got %s", got)
	}
}

// Servers write escapes in more than one way.
func TestOtherEscapesAreBlackedOut(t *testing.T) {
	t.Parallel()
	const text = `ab+/c&<d>"e'f=`
	var r Redactor
	r.Register(secrets.New(text))
	for _, shown := range []string{
		"ab%2b%2fc%26%3cd%3e%22e%27f%3d", "ab%2B%2Fc%26%3Cd%3E%22e%27f%3D", "ab+%2fc&%3cd%3e%22e%27f=",
		"ab+/c&amp;&lt;d&gt;&#34;e&#39;f=", "ab+/c&amp;&lt;d&gt;&quot;e&#x27;f=", "ab+/c&amp;&lt;d&gt;&quot;e&#039;f=",
	} {
		if got := string(r.Redact([]byte("before " + shown + " after"))); got != "before "+secrets.Redacted+" after" {
			t.Errorf("%s became %s", shown, got)
		}
	}
}

// An error quotes a console, and is told in JSON.
func TestWhatIsQuotedTwiceIsBlackedOut(t *testing.T) {
	t.Parallel()
	inJSON := func(text string) string { quoted, _ := json.Marshal(text); return string(quoted) }
	for _, secret := range []string{`huc_abcdefghij"klmnopqrs`, `a\b"c<d>&e'f`, `""""""""`, `plain-and-simple`, "a\tb\u00e9\"cdef"} {
		var r Redactor
		r.Register(secrets.New(secret))
		for _, shown := range []string{
			secret, safetext.Quote(secret), inJSON(secret), inJSON(safetext.Quote(secret)), inJSON(inJSON(secret)), safetext.Quote(safetext.Quote(secret)), safetext.Quote(inJSON(secret)), inJSON(safetext.Quote("you sent " + secret)),
		} {
			got := string(r.Redact([]byte(shown)))
			for length := 0; length < len(secret); length += 5 {
				if part := secret[length:min(len(secret), length+5)]; len(part) == 5 && part != `"""""` && strings.Contains(got, part) {
					t.Errorf("%s became %s", shown, got)
				}
			}
			if !strings.Contains(got, secrets.Redacted) {
				t.Errorf("%s became %s", shown, got)
			}
		}
	}
}
