package cmd_test

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"keyctl/internal/testca"
)

const proxyPassword = "hunter2-hunter2"

// proxy lets CONNECT through to one address, whatever host is asked for. It
// notes what it is told before, and what goes through it.
type proxy struct {
	address string
	target  string
	refuse  string // answers instead, if it isn't empty

	mutex   sync.Mutex
	asked   []string // the header of each request
	relayed bytes.Buffer
}

func startProxy(t *testing.T, target, refuse string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{address: listener.Addr().String(), target: strings.TrimPrefix(target, "https://"), refuse: refuse}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.serve(connection) })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); serving.Wait() })
	return p
}

func (p *proxy) serve(near net.Conn) {
	defer near.Close()
	reader := bufio.NewReader(near)
	header := ""
	for !strings.HasSuffix(header, "\r\n\r\n") {
		line, err := reader.ReadString('\n')
		if header += line; err != nil {
			break
		}
	}
	p.mutex.Lock()
	p.asked = append(p.asked, header)
	p.mutex.Unlock()
	if p.refuse != "" {
		_, _ = io.WriteString(near, strings.ReplaceAll(p.refuse, "HEADER", strings.ReplaceAll(header, "\r\n", " ")))
		return
	}
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer far.Close()
	_, _ = io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n")
	back := make(chan struct{})
	go func() {
		defer close(back)
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	_, _ = io.Copy(io.MultiWriter(far, p), reader)
	_ = far.Close()
	<-back
}

// Write notes what a client sends through.
func (p *proxy) Write(piece []byte) (int, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.relayed.Write(piece)
}

// seen gives everything the proxy was told, in the clear or not.
func (p *proxy) seen() (asked []string, relayed string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.asked), p.relayed.String()
}

// behindProxy is a console that only the proxy can find.
func behindProxy(t *testing.T, host, refuse string) (*console, *program, *proxy) {
	t.Helper()
	authority := testca.New(t, "Test Authority")
	certificate := authority.Issue(func(c *x509.Certificate) { c.DNSNames = []string{host} })
	c, p := secureConsole(t, serving(certificate), host)
	between := startProxy(t, c.URL, refuse)
	return c, p.with("KEYCTL_CA_FILE="+testca.File(t, authority.Certificate), "GODEBUG=netdns=go"), between
}

func TestAProxySeesNothingButWhereTo(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"HTTPS_PROXY=http://", "https_proxy=http://", "HTTPS_PROXY="} {
		c, p, between := behindProxy(t, "console.test", "")
		p = p.with(variable + between.address)
		p.create("--name", "x")
		p.keys()
		p.run("revoke", "--yes", "x", "--debug").is(t, "revoke", 0)
		if got := c.spoken(); !slices.Equal(got, []string{"GET HTTP/2.0", "POST HTTP/1.1", "GET HTTP/2.0", "GET HTTP/2.0", "DELETE HTTP/2.0", "GET HTTP/2.0"}) {
			t.Errorf("%s: the console was asked %v", variable, got)
		}
		asked, relayed := between.seen()
		if len(asked) != 4 { // a create has a connection of its own
			t.Errorf("%s: the proxy was asked %q", variable, asked)
		}
		want := regexp.MustCompile(`^CONNECT console\.test:443 HTTP/1\.1\r\nHost: console\.test:443\r\nUser-Agent: [^\r\n]*\r\n\r\n$`)
		for _, header := range asked {
			if !want.MatchString(header) {
				t.Errorf("%s: the proxy was asked %q", variable, header)
			}
		}
		if secretPattern.MatchString(relayed) || strings.Contains(relayed, c.key) || strings.Contains(relayed, "api-keys") || relayed == "" {
			t.Errorf("%s: the proxy saw more than TLS", variable)
		}
	}
}

// nowhere gives a name that is unknown on every network: it is too long for
// DNS to be asked for it.
func nowhere(name string) string { return name + strings.Repeat("x", 64) + ".test" }

// TestNoProxyGoesDirect: without the proxy there is no such host.
func TestNoProxyGoesDirect(t *testing.T) {
	t.Parallel()
	host := nowhere("console")
	c, p, between := behindProxy(t, host, "")
	p = p.with("HTTPS_PROXY=http://" + between.address)
	p.keys()
	c.forget()
	before, _ := between.seen()
	for _, exception := range []string{"NO_PROXY=" + host, "no_proxy=.test", "NO_PROXY=*", "NO_PROXY=localhost, .test:443"} {
		direct := p.with(exception)
		direct.run("list").is(t, exception, 8, `cannot reach `+host+`: the name "`+host+`" is unknown to DNS\nhint: check the base URL`)
		r := direct.run("create", "--name", "x")
		r.is(t, exception, 8, `is unknown to DNS; nothing was created`)
		r.silent(t, exception)
	}
	if after, _ := between.seen(); len(after) != len(before) || c.count("") > 0 {
		t.Errorf("the proxy was asked %q, the console %v", after[len(before):], c.methods())
	}
}

// TestThePasswordOfAProxyIsForItAlone: it is not told to the console, and shown to
// nobody.
func TestThePasswordOfAProxyIsForItAlone(t *testing.T) {
	t.Parallel()
	c, p, between := behindProxy(t, "console.test", "")
	p = p.with("HTTPS_PROXY=http://me:" + proxyPassword + "@" + between.address)
	for _, args := range [][]string{{"list", "--debug"}, {"create", "--name", "x", "--debug"}} {
		r := p.run(args...)
		r.is(t, args[0], 0, `> (GET|POST) https://console\.test/`)
		unseen(t, r)
	}
	signedIn := "\r\nProxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+proxyPassword)) + "\r\n"
	asked, _ := between.seen()
	for _, header := range asked {
		if !strings.Contains(header, signedIn) {
			t.Errorf("the proxy was asked %q", header)
		}
	}
	for _, sent := range c.requests() {
		if sent.header.Get("Proxy-Authorization") != "" {
			t.Errorf("the console was told %v", sent.header)
		}
	}
}

// unseen checks that nothing of a proxy's password is shown.
func unseen(t *testing.T, r result) {
	t.Helper()
	for _, form := range []string{"hunter2", base64.StdEncoding.EncodeToString([]byte("me:" + proxyPassword))} {
		if strings.Contains(r.stdout+r.stderr, form) {
			t.Errorf("shown is %s%s", r.stdout, r.stderr)
		}
	}
}

func TestAProxyThatDoesNotLetThrough(t *testing.T) {
	t.Parallel()
	for answer, test := range map[string]struct{ says, hint string }{
		"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n": {`the proxy does not take the user and password it was given \(407\)`, "HTTPS_PROXY"},
		"HTTP/1.1 403 HEADER\r\n\r\n": {`the proxy answered 403 Forbidden to CONNECT`, "NO_PROXY"},
		"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>HEADER</h1>": {`the proxy answered 502 Bad Gateway to CONNECT`, "try again later"},
		"HEADER\r\n\r\n": {`malformed HTTP .*`, "check the network"},
	} {
		t.Run(fmt.Sprintf("%.12s", answer), func(t *testing.T) {
			t.Parallel()
			c, p, between := behindProxy(t, "console.test", answer)
			p = p.with("HTTPS_PROXY=http://me:" + proxyPassword + "@" + between.address)
			place := `cannot reach console\.test through the proxy ` + between.address + ": "
			for _, args := range [][]string{{"list"}, {"list", "--debug"}, {"create", "--name", "x"}, {"create", "--name", "x", "--debug"}} {
				r := p.run(args...)
				says := place + test.says
				if args[0] == "create" {
					says += "; nothing was created"
				}
				r.is(t, answer, 8, says, `\nhint: .*`+test.hint)
				r.silent(t, answer)
				unseen(t, r)
			}
			if c.count("") > 0 {
				t.Errorf("sent %v", c.methods())
			}
		})
	}
	t.Run("without a user", func(t *testing.T) {
		t.Parallel()
		_, p, between := behindProxy(t, "console.test", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
		p.with("HTTPS_PROXY="+between.address).run("list").is(t, "list", 8, `the proxy demands a user and a password \(407\)\nhint: set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT\n$`)
	})
}

func TestAProxyThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	c, p, _ := behindProxy(t, "console.test", "")
	for proxy, test := range map[string]struct {
		code int
		says string
	}{
		"http://me:" + proxyPassword + "@" + closed:                     {8, `cannot reach the proxy ` + closed + `: connection refused.*\nhint: nothing listens there: check HTTPS_PROXY`},
		"http://me:" + proxyPassword + "@" + nowhere("proxy") + ":3128": {8, `cannot reach the proxy ` + nowhere("proxy") + `:3128: the name "proxyx+\.test" is unknown to DNS.*\nhint: check HTTPS_PROXY`},
		"http://me:" + proxyPassword + "%zz@proxy.test":                 {2, `HTTPS_PROXY holds no address of a proxy that can be used\nhint: write it as http://HOST:PORT`},
		"http://me:12345/" + proxyPassword + "@proxy.test":              {2, `HTTPS_PROXY holds no address`},
		"socks4://me:" + proxyPassword + "@proxy.test":                  {2, `HTTPS_PROXY holds no address`},
		"http://me:" + proxyPassword + "@proxy.test:\x1b[2J ":           {2, `HTTPS_PROXY holds no address`},
	} {
		for _, args := range [][]string{{"list", "--debug"}, {"create", "--name", "x", "--debug"}, {"create", "--name", "x", "-o", "json"}} {
			r := p.with("HTTPS_PROXY=" + proxy).run(args...)
			if r.code != test.code || !slices.Contains(args, "json") && !regexp.MustCompile(test.says).MatchString(r.stderr) {
				t.Errorf("%s: exit code %d: %s", proxy, r.code, r.stderr)
			}
			r.silent(t, proxy)
			unseen(t, r)
		}
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	// Loopback never takes a proxy, whatever the variable holds.
	_, plain := newConsole(t, "huddle01", nil)
	plain.with("HTTPS_PROXY=http://a b").run("list").is(t, "plain http", 0)
}
