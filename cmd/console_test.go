package cmd_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"keyctl/consoles"
	"keyctl/emulator"
)

// request is what was asked of a console.
type request struct {
	method string
	proto  string
	path   string
	query  string
	header http.Header
	body   string
}

// line is a request with its query and body, as patterns look at it.
func (r request) line() string {
	line := r.method + " " + r.path
	if r.query != "" {
		line += "?" + r.query
	}
	return strings.TrimSpace(line + " " + r.body)
}

// faultFunc answers a request in place of a console, which is there as effect
// for what shall happen nevertheless.
type faultFunc func(w http.ResponseWriter, r *http.Request, effect http.Handler)

// console is an embedded console on a real port. It logs what it is asked.
type console struct {
	*httptest.Server
	name string
	base string
	key  string // the credential

	embedded *emulator.Emulator
	mutex    sync.Mutex
	log      []request
	open     int // connections
	closed   *sync.Cond
}

func startConsole(name string, settings emulator.Settings, fault faultFunc) (*console, error) {
	settings.InMemory = true
	known, _ := consoles.Find(name)
	half := known.Half()
	embedded, err := emulator.New(settings, []emulator.Half{half})
	if err != nil {
		return nil, err
	}
	c := &console{name: name, key: embedded.Credential(name), embedded: embedded}
	c.closed = sync.NewCond(&c.mutex)
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.note(r)
		if fault == nil {
			embedded.Handler().ServeHTTP(w, r)
			return
		}
		fault(w, r, embedded.Handler())
	}))
	c.Config.ConnState = c.connection
	c.Start()
	c.base = c.URL + half.Path
	return c, nil
}

// newConsole is a console for one test, with a program that is signed in.
func newConsole(t testing.TB, name string, fault faultFunc) (*console, *program) {
	t.Helper()
	c, err := startConsole(name, emulator.Settings{}, fault)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	return c, newProgram(t, "KEYCTL_CONSOLE="+name, "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
}

func (c *console) stop() {
	c.CloseClientConnections()
	c.Close()
	_ = c.embedded.Close()
}

// note logs a request and leaves its body to be read again.
func (c *console) note(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.log = append(c.log, request{r.Method, r.Proto, r.URL.Path, r.URL.RawQuery, r.Header.Clone(), string(body)})
}

// requests are the requests so far. A console that isn't there got none.
func (c *console) requests() []request {
	if c == nil {
		return nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return append([]request(nil), c.log...)
}

// forget empties the log.
func (c *console) forget() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.log = nil
}

func (c *console) methods() []string {
	methods := []string{}
	for _, r := range c.requests() {
		methods = append(methods, r.method)
	}
	return methods
}

// spoken are the methods and the protocols.
func (c *console) spoken() []string {
	var spoken []string
	for _, r := range c.requests() {
		spoken = append(spoken, r.method+" "+r.proto)
	}
	return spoken
}

// count counts the requests with a method, "" for any.
func (c *console) count(method string) int {
	count := 0
	for _, m := range c.methods() {
		if method == "" || m == method {
			count++
		}
	}
	return count
}

// keys asks the embedded console itself for its keys.
func (c *console) keys(t testing.TB) []listed {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/huddle01/api/v1/api-keys", nil)
	r.Header.Set("X-API-Key", c.key)
	recorder := httptest.NewRecorder()
	c.embedded.Handler().ServeHTTP(recorder, r)
	var answer struct{ Data []listed }
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data
}

// make makes a key at the embedded console itself, whatever stands before it.
func (c *console) make(t testing.TB, name string) {
	t.Helper()
	body := strings.NewReader(`{"name":"` + name + `"}`)
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/huddle01/api/v1/api-keys", body)
	r.Header.Set("X-API-Key", c.key)
	r.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	c.embedded.Handler().ServeHTTP(recorder, r)
	if recorder.Code/100 != 2 {
		t.Fatalf("cannot make a key: %d %s", recorder.Code, recorder.Body)
	}
}

// on makes a fault that meets one method only.
func on(method string, fault faultFunc) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if r.Method != method {
			effect.ServeHTTP(w, r)
			return
		}
		fault(w, r, effect)
	}
}

// respond answers without any effect.
func respond(status int, body string, header ...string) faultFunc {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// after lets the effect happen, and answers something else.
func after(fault faultFunc) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		effect.ServeHTTP(httptest.NewRecorder(), r)
		fault(w, r, effect)
	}
}

// rewrite lets the effect happen and changes the text of its answer.
func rewrite(change func(answer string) string) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		recorder := httptest.NewRecorder()
		effect.ServeHTTP(recorder, r)
		w.Header().Set("Content-Type", recorder.Header().Get("Content-Type"))
		w.WriteHeader(recorder.Code)
		_, _ = io.WriteString(w, change(recorder.Body.String()))
	}
}

// hang answers nothing until the client is gone.
func hang(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// reset ends the connection the hard way.
func reset(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// cutShort sends the real answer up to a text, and ends the connection.
func cutShort(before string) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		recorder := httptest.NewRecorder()
		effect.ServeHTTP(recorder, r)
		answer, _, _ := strings.Cut(recorder.Body.String(), before)
		w.WriteHeader(recorder.Code)
		_, _ = io.WriteString(w, answer)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// served is a running `keyctl emulator`.
type served struct {
	*exec.Cmd
	line     string
	Consoles map[string]struct {
		BaseURL    string   `json:"base_url"`
		APIKey     string   `json:"api_key"`
		Namespaces []string `json:"namespaces"`
		Workspaces []string `json:"workspaces"`
		Members    map[string]string
	} `json:"consoles"`
}

// startEmulator runs the program's emulator and waits until it is ready.
func startEmulator(env []string, args ...string) (*served, error) {
	s := &served{Cmd: exec.Command("keyctl", append([]string{"emulator", "-o", "json"}, args...)...)}
	s.Env = append(env, quickExit)
	s.Stderr = os.Stderr
	stdout, err := s.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.Start(); err != nil {
		return nil, err
	}
	if s.line, err = bufio.NewReader(stdout).ReadString('\n'); err == nil {
		err = json.Unmarshal([]byte(s.line), s)
	}
	if err != nil {
		_ = s.Process.Kill()
		_ = s.Wait()
	}
	return s, err
}
