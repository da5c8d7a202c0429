package cmd_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/consoles"
	"keyctl/emulator"
	"keyctl/internal/testca"
)

// secureConsole is huddle01's embedded console over TLS, with a program that is
// signed in. The base URL has the address, or another host if one is given.
func secureConsole(t *testing.T, config *tls.Config, host string) (*console, *program) {
	t.Helper()
	known, _ := consoles.Find("huddle01")
	embedded, err := emulator.New(emulator.Settings{InMemory: true}, []emulator.Half{known.Half()})
	if err != nil {
		t.Fatal(err)
	}
	c := &console{name: "huddle01", key: embedded.Credential("huddle01"), embedded: embedded}
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.note(r)
		r.Host = "127.0.0.1" // the emulator answers no other host
		embedded.Handler().ServeHTTP(w, r)
	}))
	c.Config.ErrorLog = log.New(io.Discard, "", 0)
	c.EnableHTTP2 = true
	c.TLS = config
	c.StartTLS()
	t.Cleanup(c.stop)
	c.base = c.URL + known.Half().Path
	if host != "" {
		c.base = "https://" + host + known.Half().Path
	}
	return c, newProgram(t, "KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
}

func serving(certificate tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{certificate}}
}

func TestAnAuthorityOfOnesOwn(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	file := testca.File(t, authority.Certificate)
	c, signedIn := secureConsole(t, serving(authority.Issue()), "")
	signedIn.run("list").is(t, "without it", 8, `certificate was signed by "Test Authority", which is not trusted here\nhint: .*--ca-file`)
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	for name, test := range map[string]struct {
		p     *program
		flags []string
	}{
		"by flag":               {signedIn, []string{"--ca-file", file}},
		"by environment":        {signedIn.with("KEYCTL_CA_FILE=" + file), nil},
		"flag before it":        {signedIn.with("KEYCTL_CA_FILE=/nowhere.pem"), []string{"--ca-file", file}},
		"flag before its place": {signedIn.with("KEYCTL_CA_FILE=nowhere.pem"), []string{"--ca-file", file}},
	} {
		c.forget()
		key := test.p.create(append([]string{"--name", "x"}, test.flags...)...)
		if keys := test.p.keys(test.flags...); len(keys) != 1 || keys[0].ID != key.ID {
			t.Errorf("%s: listed are %v", name, keys)
		}
		test.p.run(append([]string{"revoke", "--yes", "x"}, test.flags...)...).is(t, name, 0)
		want := []string{"GET HTTP/2.0", "POST HTTP/1.1", "GET HTTP/2.0", "GET HTTP/2.0", "DELETE HTTP/2.0", "GET HTTP/2.0"}
		if got := c.spoken(); !slices.Equal(got, want) {
			t.Errorf("%s: asked %v", name, got)
		}
	}
	// A relative path is the user's own on the command line only.
	if err := os.Link(file, filepath.Join(signedIn.dir, "ca.pem")); err != nil {
		t.Fatal(err)
	}
	signedIn.run("list", "--ca-file", "ca.pem").is(t, "a relative path", 0)
	c.forget()
	signedIn.with("KEYCTL_CA_FILE=ca.pem").run("list").is(t, "a relative path in the environment", 2, `KEYCTL_CA_FILE "ca.pem" is not an absolute path\nhint: `)
	signedIn.with("KEYCTL_CA_FILE="+file).run("list", "--ca-file=").is(t, "an empty flag", 8, "not trusted here")
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestACAFileThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	c, p := secureConsole(t, serving(authority.Issue()), "")
	write := func(name, text string) string {
		path := filepath.Join(p.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, says := range map[string]string{
		filepath.Join(p.dir, "none"): `cannot be read: no such file or directory`,
		p.dir:                        `cannot be read: is a directory`,
		write("text", "hello"):       `holds no certificate in PEM form`,
		write("key", "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0LW9mLXRoZS1rZXk=\n-----END EC PRIVATE KEY-----\n"): `holds a private key`,
		write("large", strings.Repeat("#", 4<<20+1)):                                                             `is larger than 4 MiB`,
	} {
		for _, args := range [][]string{{"list"}, {"create", "--name", "x"}, {"revoke", "x", "--yes"}} {
			r := p.run(append(args, "--ca-file", path)...)
			r.is(t, path, 2, `^environment: `+args[0]+`: the CA file ".*" `+says+`\nhint: [^\n]*\n$`)
			r.silent(t, path)
			if strings.Contains(r.stderr, "c2VjcmV0") {
				t.Errorf("stderr is %s", r.stderr)
			}
		}
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	// Where no certificate counts, none is read.
	p.run("-p", "sandbox", "list", "--ca-file", "/nowhere.pem").is(t, "the sandbox", 0)
	_, plain := newConsole(t, "huddle01", nil)
	plain.with("KEYCTL_CA_FILE=/nowhere.pem").run("list").is(t, "plain http", 0)
}

// TestWhomOneDoesNotTrustGetsNothing, neither from a list nor from a create,
// which then says that nothing was created.
func TestWhomOneDoesNotTrustGetsNothing(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	file := testca.File(t, authority.Certificate)
	now := time.Now()
	demanding, old := serving(authority.Issue()), serving(authority.Issue())
	demanding.ClientAuth = tls.RequireAnyClientCert
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	for name, test := range map[string]struct {
		config     *tls.Config
		says, hint string
	}{
		"expired": {serving(authority.Issue(func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = now.Add(-48*time.Hour), now.Add(-24*time.Hour)
		})), `its certificate expired on ` + now.Add(-24*time.Hour).UTC().Format("2006-01-02T"), `whoever runs it has to renew it; this machine's clock says 20`},
		"not yet valid": {
			serving(authority.Issue(func(c *x509.Certificate) { c.NotBefore = now.Add(30 * time.Minute) })),
			`its certificate is not valid before 20`, `this machine's clock says 20\S+: set it if that is wrong`,
		},
		"another host": {
			serving(authority.Issue(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"other\x1b[2J.example"}, nil })),
			`its certificate is for "other\\u001b\[2J.example", not for "127.0.0.1"`, `check the base URL; something else may be answering in its place`,
		},
		"another address": {
			serving(authority.Issue(func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(10, 1, 2, 3)} })),
			`its certificate is for "console.test", "localhost", 10.1.2.3, not for "127.0.0.1"`, `check the base URL`,
		},
		"self-signed":               {serving(testca.SelfSigned(t)), `its certificate is self-signed, and not trusted here`, `--ca-file`},
		"an unknown authority":      {serving(testca.New(t, "Stranger").Issue()), `its certificate was signed by "Stranger", which is not trusted here`, `--ca-file`},
		"an old version":            {old, `it offers no version of TLS that is safe: 1\.2 or 1\.3`, `has to enable TLS`},
		"a certificate is demanded": {demanding, `it demands a client certificate, and keyctl has none`, `ask whoever runs it`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := secureConsole(t, test.config, "")
			p = p.with("KEYCTL_CA_FILE=" + file)
			place := `cannot reach ` + strings.TrimPrefix(c.URL, "https://") + `: `
			for _, args := range [][]string{{"list"}, {"create", "--name", "x"}, {"revoke", "x", "--yes"}, {"list", "--debug"}} {
				r := p.run(args...)
				says := test.says
				if args[0] == "create" {
					says += `.*; nothing was created`
				}
				r.is(t, name, 8, place+says, `\nhint: [^\n]*`+test.hint)
				r.silent(t, name)
			}
			if told := p.run("create", "--name", "x", "-o", "json").errorOf(t).Error; told.Kind != "unreachable" || told.ExitCode != 8 {
				t.Errorf("as JSON: %+v", told)
			}
			if c.count("") > 0 {
				t.Errorf("sent %v", c.methods())
			}
		})
	}
}

func TestHTTPSToAPlainServer(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_BASE_URL=" + strings.Replace(c.base, "http://", "https://", 1))
	p.run("list").is(t, "list", 8, `cannot reach .*: it answers in plain http, not in https\nhint: check the port of the base URL`)
	p.run("create", "--name", "x").is(t, "create", 8, `it answers in plain http, not in https; nothing was created\n`)
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}
