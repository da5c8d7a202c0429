package network

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

func TestBaseURLsThatAreTaken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"https://console.example/v1":     {"https://console.example/v1", "https://console.example:443"},
		"https://console.example/v1//":   {"https://console.example/v1", "https://console.example:443"},
		"https://console.example":        {"https://console.example", "https://console.example:443"},
		"HTTPS://Console.EXAMPLE:8443/A": {"https://Console.EXAMPLE:8443/A", "https://console.example:8443"},
		"http://127.0.0.1:8080/v1":       {"http://127.0.0.1:8080/v1", "http://127.0.0.1:8080"},
		"http://127.1.2.3":               {"http://127.1.2.3", "http://127.1.2.3:80"},
		"http://localhost/":              {"http://localhost", "http://localhost:80"},
		"http://LOCALHOST:1":             {"http://LOCALHOST:1", "http://localhost:1"},
		"http://[::1]:9/x":               {"http://[::1]:9/x", "http://[::1]:9"},
		"http://[::ffff:127.0.0.1]":      {"http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]:80"},
		"https://[2001:db8::1]/v1":       {"https://[2001:db8::1]/v1", "https://[2001:db8::1]:443"},
		"https://10.0.0.1/..a/v1":        {"https://10.0.0.1/..a/v1", "https://10.0.0.1:443"},
	} {
		base, err := ParseBase(text)
		if err != nil || base.String() != want[0] || Origin(base) != want[1] {
			t.Errorf("%s: got %v, %v", text, base, err)
		}
	}
}

func TestBaseURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for text, why := range map[string]string{
		"": "no host", "console.example": "no host", "/v1": "no host", "https://": "no host", "https:///v1": "no host", "https:console.example": "no host", "https://:443": "no host",
		"http://console.example": "plain http", "http://10.0.0.1": "plain http", "http://0.0.0.0": "plain http", "http://[::]": "plain http",
		"http://localhost.evil.com": "plain http", "http://127.0.0.1.evil.com": "plain http", "http://evil.localhost": "plain http", "http://localhost.": "plain http",
		"http://2130706433": "plain http", "http://0x7f000001": "plain http", "http://0177.0.0.1": "plain http", "http://127.1": "plain http", "http://[fe80::1]": "plain http",
		"ftp://console.example": "not https", "ws://localhost": "not https", "file:///etc/passwd": "no host", "javascript:alert(1)": "no host",
		"https://user:hunter2@console.example": "a user", "https://hunter2@console.example": "a user", "https://@console.example": "a user", "http://user:hunter2@localhost": "a user",
		"https://user:hunter2%40console.example": "", "https://user:hunter2?@console.example": "",
		"user:hunter2@console.example": "no host", "https:user:hunter2@console.example": "no host", "https:///user:hunter2@console.example": "no host",
		"https://console.example?token=hunter2": "a query", "https://console.example/?": "a query", "https://console.example/%zz?token=hunter2": "cannot be read", "https://console.example/v1?t=a@hunter2": "a query",
		"https://console.example#hunter2": "a fragment", "https://console.example/#": "a fragment",
		"https://console.example/../v1": "a path", "https://console.example/v1/..": "a path", "https://console.example/%2e%2e/v1": "a path", "https://console.example/./v1": "a path",
		"https://console.example/\u202ev1": "a path", "https://console.example/%1b[2J": "a path", "https://evil\u202e.example": "a host", "https://%e2%80%aeevil.example": "a host",
		"https://console.example\x1b[2J": "cannot be read", "https://console example": "cannot be read", "https://[::1": "cannot be read", " https://console.example": "", "https://console.example:port": "cannot be read",
		`https://console.example\@evil.com`: "",
	} {
		base, err := ParseBase(text)
		e, _ := errors.AsType[*errs.Error](err)
		if e == nil || e.Kind != errs.Usage || !strings.Contains(e.What, why) {
			t.Errorf("%s: got %v, %v, want %q", text, base, err, why)
			continue
		}
		if all := e.What + e.Hint; strings.Contains(all, secret) || safetext.Printable(all) != all {
			t.Errorf("%s: the error is %s", text, all)
		}
	}
}

// Unicode folds some letters into ASCII ones, and names on the network are folded
// differently: \u0130 is an i here, and another host there.
func TestAHostIsASCII(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"w\u0130n.example", "WiN.ex\u00e4mple", "\u212aeys.example", "console\u3002example", "\u0441onsole.example", "\u9375.example", "w%C4%B0n.example", "win.example\u00ad",
	} {
		for _, text := range []string{"https://" + host + "/v1", "https://" + host + ":8443"} {
			base, err := ParseBase(text)
			e, _ := errors.AsType[*errs.Error](err)
			if e == nil || e.Kind != errs.Usage || !strings.Contains(e.What, "has a host that is not ASCII") || !strings.Contains(e.Hint, "xn--") {
				t.Errorf("%q: got %v, %v", text, base, err)
			}
		}
	}
	// \u017f is an s to whoever asks whether this is this machine.
	if base, err := ParseBase("http://localho\u017ft"); err == nil {
		t.Errorf("got %v", base)
	}
	if base, err := ParseBase("https://xn--wn-1ia.example/v1"); err != nil || Origin(base) != "https://xn--wn-1ia.example:443" {
		t.Errorf("got %v, %v", base, err)
	}
}

func TestPlainHTTPConnectsToThisMachineOnly(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"192.0.2.1:80", "[2001:db8::1]:80", "0.0.0.0:80"} {
		connection, err := dialLoopback(t.Context(), "tcp", address)
		if connection != nil || !errors.Is(err, errNotLoopback) {
			t.Errorf("%s: got %v", address, err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	connection, err := dialLoopback(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = connection.Close()
	// A resolver that answers with an address elsewhere, as a poisoned one would.
	transport := newTransport(nil, &url.URL{Scheme: "http", Host: "localhost:80"}, nil, nil)
	if transport.Proxy != nil {
		t.Error("plain http may go through a proxy")
	}
	_, err = transport.DialContext(context.Background(), "tcp", "198.51.100.7:80")
	if !errors.Is(err, errNotLoopback) {
		t.Errorf("got %v", err)
	}
}

func FuzzParseBase(f *testing.F) {
	for _, seed := range []string{"https://console.example/v1", "http://localhost", "http://user:pw@localhost", "http://2130706433", "https://a/%2e%2e", "http://[::1%25lo]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		base, err := ParseBase(text)
		if err != nil {
			if e, _ := errors.AsType[*errs.Error](err); e == nil || e.Kind != errs.Usage || safetext.Printable(e.What) != e.What {
				t.Errorf("%q: got %v", text, err)
			}
			return
		}
		if base.Scheme != "https" && (base.Scheme != "http" || !IsLoopback(base.Hostname())) || base.User != nil || base.RawQuery != "" || base.Fragment != "" || base.Hostname() == "" || strings.HasSuffix(base.Path, "/") {
			t.Errorf("%q gave %v", text, base)
		}
		again, err := ParseBase(base.String())
		if err != nil || again.String() != base.String() || Origin(again) != Origin(base) {
			t.Errorf("%q gave %v, then %v, %v", text, base, again, err)
		}
	})
}
