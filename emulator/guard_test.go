package emulator

import (
	"net/http"
	"testing"
)

func TestGuardHosts(t *testing.T) {
	t.Parallel()
	e, _ := open(t, Settings{InMemory: true})
	for _, host := range []string{
		"localhost", "LocalHost", "localhost:8080", "127.0.0.1", "127.0.0.1:1", "127.255.255.254:65535", "[::1]", "[::1]:8080",
		"[0:0:0:0:0:0:0:1]:80",
	} {
		if got := get(e.Handler(), host, "/test/", nil); got.Code != http.StatusOK {
			t.Errorf("%q: got %d %s", host, got.Code, got.Body)
		}
	}
	for _, host := range []string{
		"", "example.com", "example.com:8080", "127.0.0.1.example.com", "localhost.example.com", "example.localhost", "localhost.",
		"127.0.0.1.nip.io:80", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "0.0.0.0", "[::]", "10.0.0.1", "169.254.169.254", "128.0.0.1",
		"[::ffff:127.0.0.1]", "[::2]:80", "[::1%25lo]", "[::1%lo]", "::1", "[::1", "::1]", "[127.0.0.1]", "[localhost]",
		"localhost:evil", "localhost:99999", "localhost:-1", "localhost:80:80", "user@localhost", "localhost@example.com", " localhost", "loсalhost",
	} {
		got := get(e.Handler(), host, "/test/", nil)
		if want := `{"error":"the emulator answers only to a loopback host"}` + "\n"; got.Code != http.StatusForbidden || got.Body.String() != want {
			t.Errorf("%q: got %d %s", host, got.Code, got.Body)
		}
	}
}

func TestGuardOrigin(t *testing.T) {
	t.Parallel()
	e, _ := open(t, Settings{InMemory: true})
	for _, origin := range []string{"https://example.com", "null", "", "http://localhost", "http://127.0.0.1:8080"} {
		got := get(e.Handler(), "localhost", "/test/", http.Header{"Origin": {origin}})
		if want := `{"error":"the emulator does not answer web pages"}` + "\n"; got.Code != http.StatusForbidden || got.Body.String() != want {
			t.Errorf("%q: got %d %s", origin, got.Code, got.Body)
		}
	}
}

func TestPathsWithoutAConsole(t *testing.T) {
	t.Parallel()
	e, _ := open(t, Settings{InMemory: true})
	for _, path := range []string{"/", "/test", "/testing/", "/TEST/", "//test/", "/other/test/"} {
		if got := get(e.Handler(), "localhost", path, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s: got %d %s", path, got.Code, got.Body)
		}
	}
}
