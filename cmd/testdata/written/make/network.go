package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

// secretPattern is what the consoles' new secrets look like.
var secretPattern = regexp.MustCompile(`(mk|rgpu|huc)_[0-9a-f]{32,}|\bsk-[\w-]{32,}`)

// access is what the emulator says of one of its consoles.
type access struct {
	BaseURL string            `json:"base_url"`
	APIKey  string            `json:"api_key"`
	Members map[string]string `json:"members"`
}

// fault answers in place of a console, which carry asks.
type fault func(w http.ResponseWriter, carry func() (int, http.Header, []byte))

// network is the way to the consoles.
type network struct {
	proxy    string
	consoles map[string]access

	mutex  sync.Mutex
	faults map[string]fault // by method
}

// emulate serves the consoles that are kept in a file, until it is ended.
func (m *maker) emulate(data string) (end func()) {
	command := m.command("bin", nil, "emulator", "-o", "json", "--data", data)
	stdout, err := command.StdoutPipe()
	check(err)
	check(command.Start())
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	check(err)
	var told struct{ Consoles map[string]access }
	check(json.Unmarshal(line, &told))
	m.consoles = told.Consoles
	return func() { _ = command.Process.Kill(); _ = command.Wait() }
}

// serve starts the consoles, and the proxy that leads to them.
func (m *maker) serve() (end func()) {
	m.faults = map[string]fault{}
	end = m.emulate(m.at("consoles.db"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	m.proxy = listener.Addr().String()
	names := []string{"huddle01.example", "drun.example", "hostupcloud.example", "remotegpu.example"}
	secure := tls.NewListener(m.tunnels(listener), &tls.Config{Certificates: []tls.Certificate{m.certify(names)}})
	target, err := url.Parse(m.consoles["huddle01"].BaseURL)
	check(err)
	go func() { check(http.Serve(secure, m.forward(target.Host))) }()
	return end
}

// tunnels gives the connections that a proxy is asked for.
func (m *maker) tunnels(listener net.Listener) net.Listener {
	t := tunnelled{listener, make(chan net.Conn)}
	go func() {
		for {
			connection, err := listener.Accept()
			check(err)
			go func() {
				reader := bufio.NewReader(connection)
				if _, err := http.ReadRequest(reader); err != nil {
					_ = connection.Close()
					return
				}
				_, _ = io.WriteString(connection, "HTTP/1.1 200 Connection established\r\n\r\n")
				t.through <- connection
			}()
		}
	}()
	return t
}

type tunnelled struct {
	net.Listener
	through chan net.Conn
}

func (t tunnelled) Accept() (net.Conn, error) { return <-t.through, nil }

// certify makes a certificate, and the file that lets it be trusted.
func (m *maker) certify(names []string) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Fixtures"}, DNSNames: names,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(err)
	check(os.WriteFile(m.at("ca.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600))
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// forward asks the emulator in the place of a console: what is /api/v1 at
// huddle01.example is /huddle01/api/v1 there. HostUpCloud has a second version of
// its requests, which a profile knows.
func (m *maker) forward(target string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		check(err)
		console, _, _ := strings.Cut(r.Host, ".")
		carry := func() (int, http.Header, []byte) {
			request := r.Clone(r.Context())
			request.RequestURI, request.Host = "", target
			request.URL.Scheme, request.URL.Host = "http", target
			request.URL.Path = "/" + console + strings.Replace(r.URL.Path, "/v2/api-keys", "/api-keys", 1)
			request.Body = io.NopCloser(bytes.NewReader(sent))
			if key := request.Header.Get("X-API-Key"); key != "" && console == "hostupcloud" {
				request.Header.Set("Authorization", "Bearer "+key)
			}
			response, err := http.DefaultTransport.RoundTrip(request)
			check(err)
			answer, err := io.ReadAll(response.Body)
			check(err)
			check(response.Body.Close())
			m.remember(r.Method, sent, answer)
			return response.StatusCode, response.Header, answer
		}
		m.mutex.Lock()
		fault := m.faults[r.Method]
		m.mutex.Unlock()
		if fault == nil {
			fault = after(func(answer []byte) []byte { return answer })
		}
		fault(w, carry)
	})
}

// remember notes the secret of a new key under the key's name.
func (m *maker) remember(method string, sent, answer []byte) {
	var wish struct{ Name string }
	if method == http.MethodPost && json.Unmarshal(sent, &wish) == nil && wish.Name != "" && secretPattern.Match(answer) {
		m.secrets["secret "+wish.Name] = string(secretPattern.Find(answer))
	}
}

// meet lets requests of a method meet a fault from now on, or with nil none any
// more.
func (m *maker) meet(method string, one fault) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.faults[method] = one
}

// after lets the request be carried out, and changes the answer.
func after(change func(answer []byte) []byte) fault {
	return func(w http.ResponseWriter, carry func() (int, http.Header, []byte)) {
		status, header, answer := carry()
		for name, values := range header {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(status)
		_, _ = w.Write(change(answer))
	}
}

// refuse carries nothing out.
func refuse(w http.ResponseWriter, _ func() (int, http.Header, []byte)) {
	w.WriteHeader(http.StatusForbidden)
}

// breakOff lets the request be carried out, and answers nothing.
func breakOff(_ http.ResponseWriter, carry func() (int, http.Header, []byte)) {
	_, _, _ = carry()
	panic(http.ErrAbortHandler)
}
