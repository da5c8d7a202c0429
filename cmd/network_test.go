package cmd_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"keyctl/consoles"
	"keyctl/emulator"
)

// A console over TLS: unknown certificates are refused before anything is
// sent, and a create goes over a connection of its own that can't repeat it.
func TestTLS(t *testing.T) {
	t.Parallel()
	known, _ := consoles.Find("huddle01")
	embedded, err := emulator.New(emulator.Settings{InMemory: true}, []emulator.Half{known.Half()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = embedded.Close() })
	var mutex sync.Mutex
	protocols := map[string]string{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		protocols[r.Method] = r.Proto
		mutex.Unlock()
		embedded.Handler().ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	p := newProgram(t, "KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+server.URL+known.Half().Path, "KEYCTL_API_KEY="+embedded.Credential("huddle01"))
	r := p.run("create", "--name", "x")
	r.is(t, "an unknown certificate", 8, "certificate.*; nothing was created\nhint: ")
	r.silent(t, "an unknown certificate")
	p.run("list").is(t, "an unknown certificate", 8, "certificate")
	if len(protocols) > 0 {
		t.Errorf("sent %v", protocols)
	}

	trusted := filepath.Join(p.dir, "certificate.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(trusted, block, 0o600); err != nil {
		t.Fatal(err)
	}
	p = p.with("SSL_CERT_FILE="+trusted, "SSL_CERT_DIR="+p.dir)
	p.create("--name", "x")
	p.run("revoke", "--yes", "x").is(t, "revoke", 0)
	if protocols["POST"] != "HTTP/1.1" || protocols["GET"] != "HTTP/2.0" {
		t.Errorf("the protocols are %v", protocols)
	}
}

// A proxy of the environment never sees what goes to this machine in the clear.
func TestPlainHTTPTakesNoProxy(t *testing.T) {
	t.Parallel()
	var seen atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen.Add(1) }))
	t.Cleanup(proxy.Close)
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "ALL_PROXY="+proxy.URL, "HTTPS_PROXY="+proxy.URL)
	p.create("--name", "x")
	p.keys()
	if seen.Load() > 0 || c.count("") != 3 {
		t.Errorf("the proxy saw %d requests, the console %v", seen.Load(), c.methods())
	}
}

// What is asked says who asks, and holds nothing that could repeat a create.
func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"huddle01": "X-Api-Key", "remotegpu": "Authorization"} {
		c, p := newConsole(t, name, nil)
		flags := map[string][]string{"remotegpu": {"--scope", "kubernetes:all", "--expires", "2099-01-31"}}[name]
		p.create(append([]string{"--name", "x"}, flags...)...)
		p.keys()
		for _, sent := range c.requests() {
			if value := sent.header.Get(header); strings.TrimPrefix(value, "Bearer ") != c.key {
				t.Errorf("%s: %s is %q", name, header, value)
			}
			if !strings.HasPrefix(sent.header.Get("User-Agent"), "keyctl/") || sent.header.Get("Idempotency-Key") != "" {
				t.Errorf("%s: the header is %v", name, sent.header)
			}
		}
		want := map[string]string{
			"huddle01":  `{"name":"x"}`,
			"remotegpu": `{"name":"x","scopes":{"kubernetes_exec":{"all_namespaces":true}},"expires_at":"2099-01-31T00:00:00Z"}`,
		}[name]
		if got := c.requests()[1]; got.method != http.MethodPost || got.body != want {
			t.Errorf("%s: %s with the body %s, want %s", name, got.method, got.body, want)
		}
	}
}
