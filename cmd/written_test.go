package cmd_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"keyctl/internal/testca"
)

// The files in testdata/written were written by commit f4e9704; its README says
// how. Every build reads them.

const (
	ofWork   = "KEYCTL_PASSPHRASE=correct-horse" // and of the journal's identity
	ofOthers = "KEYCTL_PASSPHRASE=battery-staple"
)

func fixture(name string) string {
	return filepath.Join("testdata", "written", filepath.FromSlash(name))
}

// afterWritten is the program in a copy of the home that was written. Git keeps
// no modes, and the program believes only what nobody else may write.
func afterWritten(t *testing.T) *program {
	t.Helper()
	p := newProgram(t)
	home := fixture("home")
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(home, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(p.dir, name), 0o700)
		}
		return copyFile(path, filepath.Join(p.dir, name))
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.with("XDG_CONFIG_HOME="+p.path("config"), "XDG_STATE_HOME="+p.path("state"), "XDG_DATA_HOME="+p.path("data"))
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

func (p *program) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

// sums are the SHA-256 of what the consoles gave out, in hexadecimal.
func sums(t *testing.T) map[string]string {
	t.Helper()
	var sums map[string]string
	if err := json.Unmarshal([]byte(readFile(t, fixture("sha256.json"))), &sums); err != nil {
		t.Fatal(err)
	}
	return sums
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// consolesThen are the consoles as they were when the files were written. They
// have the names that the files know, and only a proxy finds them there.
type consolesThen struct {
	*served
	sums map[string]string

	mutex sync.Mutex
	asked []request
}

// amongConsoles serves the consoles, and lets the program find them.
func (p *program) amongConsoles(t *testing.T) (*consolesThen, *program) {
	t.Helper()
	if err := copyFile(fixture("consoles.db"), p.path("consoles.db")); err != nil {
		t.Fatal(err)
	}
	running, err := startEmulator(p.env, "--data", p.path("consoles.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Process.Kill(); _ = running.Wait() })
	c := &consolesThen{served: running, sums: sums(t)}
	authority := testca.New(t, "Test Authority")
	server := httptest.NewUnstartedServer(c)
	server.TLS = serving(authority.Issue(func(certificate *x509.Certificate) {
		certificate.DNSNames = []string{"drun.example", "hostupcloud.example", "huddle01.example", "remotegpu.example"}
	}))
	server.StartTLS()
	t.Cleanup(server.Close)
	between := startProxy(t, server.URL, "")
	return c, p.with("HTTPS_PROXY=http://"+between.address, "KEYCTL_CA_FILE="+testca.File(t, authority.Certificate), "GODEBUG=netdns=go")
}

// alone lets the program find no console at all.
func (p *program) alone(t *testing.T) *program {
	t.Helper()
	return p.with("HTTPS_PROXY=http://" + startProxy(t, "", "HTTP/1.1 503 Service Unavailable\r\n\r\n").address)
}

// ServeHTTP asks the emulator. An emulator makes credentials for one run: the one
// that was stored stands for this run's, and no other does.
func (c *consolesThen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	name, _, _ := strings.Cut(r.Host, ".")
	c.mutex.Lock()
	c.asked = append(c.asked, request{r.Method, r.Proto, name + r.URL.Path, r.URL.RawQuery, r.Header.Clone(), string(body)})
	c.mutex.Unlock()
	path := strings.Replace(r.URL.Path, "/v2/api-keys", "/api-keys", 1) // which the profile host says
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	at := strings.SplitAfterN(c.Consoles[name].BaseURL, "/", 4) // http:, nothing, the address, and the path
	again, err := http.NewRequestWithContext(r.Context(), r.Method, strings.Join(at[:3], "")+name+path, strings.NewReader(string(body)))
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	again.Header = r.Header.Clone()
	c.sign(name, again.Header)
	answer, err := http.DefaultTransport.RoundTrip(again)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

func (c *consolesThen) sign(name string, header http.Header) {
	credential, byKey := strings.TrimPrefix(header.Get("Authorization"), "Bearer "), header.Get("X-API-Key")
	if byKey != "" {
		credential = byKey
	}
	switch {
	case sumOf(credential) != c.sums["credential "+name]:
	case byKey != "" && name == "huddle01":
		header.Set("X-API-Key", c.Consoles[name].APIKey)
	default:
		header.Del("X-API-Key")
		header.Set("Authorization", "Bearer "+c.Consoles[name].APIKey)
	}
}

// sent gives the requests to a console and forgets all: method and path, and the
// name of the header with the credential where that isn't Authorization.
func (c *consolesThen) sent() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	var lines []string
	for _, one := range c.asked {
		line := one.method + " " + one.path
		if one.header.Get("X-API-Key") != "" {
			line += " X-API-Key"
		}
		lines = append(lines, line)
	}
	c.asked = nil
	return lines
}

// left gives the pending entry about a key, which has to be there.
func (p *program) left(name string) entry {
	p.t.Helper()
	found := p.pending()
	for _, one := range found {
		if one.Name == name {
			return one
		}
	}
	p.t.Fatalf("pending are %+v, without %s", found, name)
	return entry{}
}

// leftNames gives the names of the keys that are pending, "" for an entry that
// can't be read.
func (p *program) leftNames() []string {
	p.t.Helper()
	var names []string
	for _, one := range p.pending() {
		names = append(names, one.Name)
	}
	return names
}

// TestWrittenIsPrintedAsItWas: each command prints what the build that wrote the
// files printed.
func TestWrittenIsPrintedAsItWas(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile(fixture("printed.txtar"))
	if err != nil || len(archive.Files) < 20 {
		t.Fatalf("read %d commands, %v", len(archive.Files), err)
	}
	_, p := afterWritten(t).amongConsoles(t)
	for _, printed := range archive.Files {
		t.Run(printed.Name, func(t *testing.T) {
			t.Parallel()
			before, words, _ := strings.Cut(printed.Name, "keyctl ")
			if strings.Contains(before, "_TOKEN=") && runtime.GOOS == "windows" {
				return // which has no printenv
			}
			p := &program{t: t, env: append(slices.Clone(p.env), strings.Fields(before)...), dir: p.dir}
			r := p.run(strings.Fields(words)...)
			r.is(t, words, 0)
			stdout := strings.ReplaceAll(r.stdout, p.path("state"), "STATE")
			if diff := cmp.Diff(string(printed.Data), stdout); diff != "" {
				t.Errorf("(-then +now):\n%s", diff)
			}
		})
	}
}

// TestWrittenIsReadWithoutAChange: to look at what is pending changes no entry. What a
// create left that sent nothing is removed.
func TestWrittenIsReadWithoutAChange(t *testing.T) {
	t.Parallel()
	p := afterWritten(t)
	files := func() map[string]string {
		found := map[string]string{}
		err := filepath.WalkDir(p.path("state"), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				found[filepath.Base(path)] = sumOf(readFile(t, path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	before := files()
	p.pending()
	p.run("-p", "sandbox", "list").is(t, "list", 0, "earlier commands left 12 new keys pending")
	after := files()
	var gone []string
	for name, sum := range before {
		if after[name] == "" {
			gone = append(gone, filepath.Ext(name))
		} else if after[name] != sum {
			t.Errorf("%s was changed", name)
		}
	}
	if slices.Sort(gone); !slices.Equal(gone, []string{".lock", ".new"}) || len(after) != len(before)-2 {
		t.Errorf("gone are %v; there are %d files after %d", gone, len(after), len(before))
	}
}

func TestWrittenProfilesKeepTheirCommentsWhenTheyAreEdited(t *testing.T) {
	t.Parallel()
	p := afterWritten(t)
	const file = "config/keyctl/profiles.yaml"
	then := readFile(t, p.path(file))
	holds := func(what, want string) {
		t.Helper()
		if diff := cmp.Diff(want, readFile(t, p.path(file))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	p.run("profile", "use", "nobody").is(t, "another", 2, `no profile "nobody"`)
	p.run("profile", "remove", "sandbox").is(t, "a built-in one", 2, "built in")
	p.run("login", "-p", "team", "--console", "huddle01", "--key-stdin").is(t, "another console", 5, "this profile exists already, with another console")
	holds("what was refused", then)
	p.run("profile", "use", "host").is(t, "use", 0)
	holds("profile use", strings.Replace(then, "current: work\n", "current: host\n", 1))
	p.run("profile", "use", "work").is(t, "use", 0)
	holds("and back", then)
	p.run("profile", "remove", "bare").is(t, "remove", 0)
	without := regexp.MustCompile(`(?m)^  bare:\n(    .*\n)+`).ReplaceAllString(then, "")
	holds("profile remove", without)
	p.run("profile", "remove", "bare").is(t, "twice", 2, `no profile "bare"`)
	p.with("COMPANY_TOKEN=mk_a-toy").run("-p", "company", "list").is(t, "a CA file that is not there", 2, `company: list: the CA file ".*company\.pem" cannot be read`)
	if err := os.WriteFile(p.path(file), []byte(strings.Replace(then, "console: huddle01", "consol: huddle01", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("profile", "list").is(t, "a slip", 2, `line 8: there is no field "consol"`)
	if runtime.GOOS != "windows" {
		if err := os.WriteFile(p.path(file), []byte(then), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(p.path(file), 0o666); err != nil {
			t.Fatal(err)
		}
		p.with(ofOthers).run("-p", "host", "whoami").is(t, "a file that others may write", 3, "other users may write")
	}
}

func TestWrittenCredentialsOpenWithTheirPassphraseAlone(t *testing.T) {
	t.Parallel()
	c, p := afterWritten(t).amongConsoles(t)
	for profile, right := range map[string]string{"work": ofWork, "team": ofOthers, "host": ofOthers} {
		wrong := map[string]string{ofWork: ofOthers, ofOthers: ofWork}[right]
		p.with(wrong).run("-p", profile, "list").is(t, profile+": a wrong passphrase", 3, "the passphrase does not open the credential file", "hint: ")
		p.run("-p", profile, "whoami").is(t, profile+": no passphrase", 3, "passphrase")
	}
	if sent := c.sent(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	profiles := readFile(t, p.path("config/keyctl/profiles.yaml"))
	elsewhere := regexp.MustCompile(`https://(huddle01|drun)\.example`).ReplaceAllString(profiles, "https://remotegpu.example")
	if err := os.WriteFile(p.path("config/keyctl/profiles.yaml"), []byte(elsewhere), 0o600); err != nil {
		t.Fatal(err)
	}
	for profile, right := range map[string]string{"work": ofWork, "team": ofOthers} {
		p.with(right).run("-p", profile, "list").is(t, profile+" leads elsewhere", 3,
			`the credential belongs to "https://(huddle01|drun)\.example:443" and is not sent to "https://remotegpu\.example:443"`)
	}
	if err := os.WriteFile(p.path("config/keyctl/profiles.yaml"), []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	file := p.path("config/keyctl/credentials/team.age")
	for what, change := range map[string]func(string) string{
		"is cut short": func(text string) string { return text[:len(text)-20] },
		"is damaged":   func(text string) string { return text[:len(text)-1] + string(text[len(text)-1]^1) },
	} {
		if err := os.WriteFile(file, []byte(change(readFile(t, fixture("home/config/keyctl/credentials/team.age")))), 0o600); err != nil {
			t.Fatal(err)
		}
		p.with(ofOthers).run("-p", "team", "list").is(t, what, 3, `credential file .*team\.age" is `)
	}
	if sent := c.sent(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}

	// To sign in again replaces the file, under a passphrase of one's choice.
	signIn := p.with(ofOthers).command("keyctl", "login", "-p", "work", "--key-stdin")
	signIn.Stdin = strings.NewReader(c.Consoles["huddle01"].APIKey)
	p.finish(signIn).is(t, "login", 0)
	p.with(ofWork).run("list").is(t, "the passphrase of before", 3, "does not open the credential file")
	p.with(ofOthers).run("list").is(t, "signed in again", 0)
	if now := readFile(t, p.path("config/keyctl/profiles.yaml")); now != profiles {
		t.Errorf("login changed the profiles: %s", cmp.Diff(profiles, now))
	}
	p.with(ofOthers).run("logout").is(t, "logout", 0)
	p.with(ofOthers).run("list").is(t, "signed out", 3)
	// What opens the journal has the passphrase that it had.
	p.with(ofWork).alone(t).run("recover", p.left("kept-file").ID, "--to", "file:x").is(t, "recover", 0)
}

// TestWrittenSecretsArrive: what was kept is delivered, and nothing else.
func TestWrittenSecretsArrive(t *testing.T) {
	t.Parallel()
	p := afterWritten(t).alone(t)
	sums := sums(t)
	pending := len(p.leftNames())
	for name, passphrase := range map[string]string{
		"kept-file": ofWork, "kept-local": "", "kept-workspace": "", "kept-environment": "", "died": "", "unclaimed": "", "torn": "", "lent": "",
	} {
		left := p.left(name)
		p := p.with(passphrase)
		p.run("recover", left.ID, "--to", "file:"+name).is(t, name, 0, "the secret arrived at file:"+name)
		if sumOf(readFile(t, p.path(name))) != sums["secret "+name] {
			t.Errorf("%s: another secret arrived", name)
		}
		p.run("recover", left.ID, "--to", "file:again").is(t, name+" again", 4, "nothing is pending under")
		if pending--; len(p.leftNames()) != pending {
			t.Errorf("%s: pending are %v", name, p.leftNames())
		}
	}
	left := p.left("unrecognised").ID
	p.run("recover", left, "--to", "file:unrecognised").is(t, "an answer without a secret", 1, "no secret is recognised in the answer that is kept", "hint: .*--raw")
	p.run("recover", left, "--raw", "--to", "file:unrecognised").is(t, "--raw", 0)
	if sumOf(readFile(t, p.path("unrecognised"))) != sums["answer unrecognised"] {
		t.Error("another answer arrived")
	}
	for name, says := range map[string]string{
		"lost": "the answer of the console was not kept", "answer-lost": "the answer of the console was not kept", "unknown": "the console never answered",
		"": "it is damaged",
	} {
		p.run("recover", p.left(name).ID, "--to", "file:never").is(t, name, 1, says, "hint: ")
	}
	if _, err := os.Lstat(p.path("never")); err == nil {
		t.Error("something else was delivered")
	}
	if got := p.leftNames(); !slices.Equal(got, []string{"", "lost", "answer-lost", "unknown"}) {
		t.Errorf("pending are %q", got)
	}
}

// TestWrittenSecretsStayWithoutWhatOpensThem, until it is there again.
func TestWrittenSecretsStayWithoutWhatOpensThem(t *testing.T) {
	t.Parallel()
	p := afterWritten(t).alone(t)
	const folder = "state/keyctl/journal/"
	before := p.leftNames()
	protected, local := p.left("kept-file").ID, p.left("kept-local").ID
	refused := func(what, id string, says ...string) {
		t.Helper()
		p.with(ofWork).run("recover", id, "--to", "file:never").is(t, what, 3, append(says, "hint: ")...)
		if now := p.leftNames(); !slices.Equal(now, before) {
			t.Errorf("%s: pending are %v", what, now)
		}
	}
	p.run("recover", protected, "--to", "file:never").is(t, "no passphrase", 3, "passphrase")
	p.with(ofOthers).run("recover", protected, "--to", "file:never").is(t, "a wrong passphrase", 3,
		"the passphrase does not open the identity file", "hint: it is the one with which the profile work was signed in")
	for id, name := range map[string]string{protected: "identity.age", local: "identity"} {
		text := readFile(t, p.path(folder+name))
		if err := os.WriteFile(p.path(folder+name), []byte(text[:len(text)-20]), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(name+" is cut", id)
		if err := os.Remove(p.path(folder + name)); err != nil {
			t.Fatal(err)
		}
		refused("no "+name, id, "is gone")
		if err := os.WriteFile(p.path(folder+name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Lstat(p.path("never")); err == nil {
		t.Error("something was delivered")
	}
	p.with(ofWork).run("recover", protected, "--to", "file:one").is(t, "restored", 0)
	p.run("recover", local, "--to", "file:two").is(t, "restored", 0)
}

// TestWrittenAndCut: what can't be read is put aside as it is, beside what was
// put aside before.
func TestWrittenAndCut(t *testing.T) {
	t.Parallel()
	p := afterWritten(t)
	left := p.pending()[0]
	path := p.path("state/keyctl/journal/" + left.ID + ".entry")
	if left.State != "unreadable" || left.Trouble == nil || *left.Trouble != `cannot use "`+path+`": it is damaged` {
		t.Errorf("pending is %+v", left)
	}
	then := readFile(t, path)
	for _, args := range [][]string{{}, {"--to", "file:never"}, {"--revoke", "--yes"}} {
		p.run(append([]string{"recover", left.ID}, args...)...).is(t, "recover", 1, "it is damaged", "hint: it is left as it is")
	}
	p.run("recover", left.ID, "--forget").is(t, "not confirmed", 2, "no terminal")
	if readFile(t, path) != then {
		t.Error("it was changed")
	}
	p.run("recover", left.ID, "--forget", "--yes").is(t, "--forget", 0, "it was put aside")
	if aside, _ := filepath.Glob(p.path("state/keyctl/journal/*.aside")); len(aside) != 2 || readFile(t, path+".aside") != then {
		t.Errorf("aside are %v", aside)
	}
	if names := p.leftNames(); slices.Contains(names, "") || len(names) != 12 {
		t.Errorf("pending are %q", names)
	}
}

// TestWrittenKeysAreGivenUp: what has a receipt is ended at its console, with the
// credential that was kept; what has none isn't.
func TestWrittenKeysAreGivenUp(t *testing.T) {
	t.Parallel()
	c, p := afterWritten(t).amongConsoles(t)
	work := p.with(ofWork)
	before := work.keys()
	idOf := func(name string) string {
		for _, key := range slices.Backward(before) {
			if key.Name == name {
				return key.ID
			}
		}
		t.Fatalf("no key is named %s", name)
		return ""
	}
	for _, name := range []string{"unclaimed", "answer-lost", "unknown"} {
		left := work.left(name).ID
		work.run("recover", left).is(t, name, 9, "whether the key .* was created is unknown")
		work.run("recover", left, "--revoke", "--yes").is(t, name, 9, "whether a key was made is unknown; nothing was revoked")
		for _, other := range []string{"production", "kept-file"} {
			work.run("recover", left, "--revoke", "--yes", "--key-id", idOf(other)).is(t, name, 4, "is no key that this create may have made")
		}
	}
	unknown := work.left("unknown").ID
	older := before[slices.IndexFunc(before, func(key listed) bool { return key.Name == "unknown" })].ID
	work.run("recover", unknown, "--revoke", "--yes", "--key-id", older).is(t, "one that was there before", 4, "is no key that this create may have made")
	work.run("recover", work.left("lost").ID, "--revoke", "--yes", "--key-id", older).is(t, "another receipt", 5, "answered the id")
	p.with(ofOthers).run("recover", work.left("lost").ID, "--revoke", "--yes").is(t, "a wrong passphrase", 3)
	for _, line := range c.sent() {
		if !strings.HasPrefix(line, "GET ") {
			t.Errorf("sent %s", line)
		}
	}

	work.run("recover", unknown, "--revoke", "--yes", "--key-id", idOf("unknown")).is(t, "the one that it is", 0, `ended "unknown"`)
	gone := []string{"unknown"}
	// The same credential as then, of which the journal has a fingerprint: a key
	// that this account doesn't list has ended.
	work.run("revoke", "--yes", "kept-file").is(t, "revoke", 0)
	for _, name := range []string{"kept-file", "unrecognised", "died", "lost", "torn"} {
		work.run("recover", work.left(name).ID, "--revoke", "--yes").is(t, name, 0, `ended "`+name+`"`)
		gone = append(gone, name)
	}
	if runtime.GOOS != "windows" {
		work.run("exec", "--new", "--env", "TOKEN", "--", "true").is(t, "the next exec", 0, `ended "lent" \(\S+\), which an exec before this one left behind`)
		gone = append(gone, "lent")
	}
	for _, name := range gone {
		before = slices.DeleteFunc(before, func(key listed) bool { return key.Name == name && key.ID == idOf(name) })
	}
	if diff := cmp.Diff(before, work.keys()); diff != "" {
		t.Errorf("the keys of work (-want +got):\n%s", diff)
	}

	c.sent()
	others := p.with(ofOthers)
	host := others.left("kept-local")
	others.run("recover", host.ID, "--revoke", "--yes").is(t, host.Name, 0)
	if sent := c.sent(); !slices.Contains(sent, "DELETE hostupcloud/api/api-keys/"+*host.KeyID+" X-API-Key") {
		t.Errorf("sent %v", sent)
	}
	team := others.left("kept-workspace")
	others.run("recover", team.ID, "--revoke", "--yes").is(t, team.Name, 0)
	if sent := c.sent(); !slices.Contains(sent, "DELETE drun/apis/hydra.io/v1alpha1/workspaces/42/apikeys/"+*team.KeyID) {
		t.Errorf("sent %v", sent)
	}
	gpu := p.left("kept-environment")
	p.run("recover", gpu.ID, "--revoke", "--yes").is(t, "without the environment of then", 2, "set the environment as it was then")
	p.with("KEYCTL_CONSOLE=remotegpu", "KEYCTL_BASE_URL=https://remotegpu.example/v1", "KEYCTL_API_KEY="+c.Consoles["remotegpu"].APIKey).
		run("recover", *gpu.KeyID, "--revoke", "--yes").is(t, gpu.Name, 0)
	if len(others.keys("-p", "host"))+len(others.keys("-p", "team")) > 0 {
		t.Error("keys are left")
	}
	if names := p.leftNames(); runtime.GOOS != "windows" && !slices.Equal(names, []string{"", "unclaimed", "answer-lost"}) {
		t.Errorf("pending are %q", names)
	}
}

// TestWrittenRequestsAreSent: a profile's own requests and header.
func TestWrittenRequestsAreSent(t *testing.T) {
	t.Parallel()
	c, p := afterWritten(t).amongConsoles(t)
	p = p.with(ofOthers, "KEYCTL_PROFILE=host")
	key := p.create("--name", "x", "--scope", "read")
	p.run("disable", "x").is(t, "disable", 0)
	p.run("delete", "--yes", "x").is(t, "delete", 0)
	sent := c.sent()
	for _, want := range []string{"POST hostupcloud/api/v2/api-keys", "PATCH hostupcloud/api/v2/api-keys/" + key.ID, "DELETE hostupcloud/api/api-keys/" + key.ID} {
		if !slices.Contains(sent, want+" X-API-Key") {
			t.Errorf("sent %v, without %s", sent, want)
		}
	}
}

// TestWrittenSandboxesGoOn: their keys can be changed and revoked, and a secret
// of then is known by its hash.
func TestWrittenSandboxesGoOn(t *testing.T) {
	t.Parallel()
	p := afterWritten(t).with("KEYCTL_PROFILE=sandbox")
	secret := strings.TrimSpace(readFile(t, fixture("sandbox-secret")))
	if err := os.WriteFile(p.path("secret"), []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	statusOf := func(name string, args ...string) string {
		t.Helper()
		for _, key := range p.keys(args...) {
			if key.Name == name {
				return key.Status
			}
		}
		return "none"
	}
	p.run("verify", "--secret-file", "secret").is(t, "verify", 0)
	p.run("identify", "--secret-file", "secret").is(t, "identify", 0)
	p.run("revoke", "--yes", "twice").is(t, "an ambiguous name", 5, "ambiguous")
	p.run("rename", "old", "new").is(t, "an expired key", 5)
	p.run("revoke", "--yes", "theirs").is(t, "another console's", 4, "no key has")
	p.run("revoke", "--yes", "production").is(t, "revoke", 0, `revoked "production"`)
	p.run("verify", "--secret-file", "secret").is(t, "verify", 10)
	p.run("revoke", "--yes", "production").is(t, "twice", 0, "already")
	p.run("rename", "Ключ 🔑", "deploy").is(t, "rename", 0)
	if made := p.create("--name", "production", "--scope", "all"); statusOf("deploy") != "active" || made.Secret == secret {
		t.Error("what was changed or made is not there")
	}
	if len(p.keys()) != 8 || len(p.keys("--filter", "status=active")) != 5 {
		t.Errorf("the keys are %v", p.keys())
	}

	const host, drun, huddle = "sandbox-hostupcloud", "sandbox-drun", "sandbox-huddle01"
	p.run("-p", host, "enable", "paused").is(t, "enable", 0)
	p.run("-p", host, "expire", "old", "2999-01-31").is(t, "expire", 0)
	p.run("-p", drun, "--workspace", "42", "revoke", "--yes", "theirs").is(t, "another member's", 4, "no key has")
	p.run("-p", drun, "--workspace", "42", "enable", "paused").is(t, "enable", 0)
	p.run("-p", drun, "--workspace", "42", "quota", "few", "100").is(t, "quota", 0)
	p.run("-p", drun, "--workspace", "42", "revoke", "--yes", "few").is(t, "revoke", 0)
	p.run("-p", drun, "--workspace", "7", "revoke", "--yes", "few").is(t, "in another workspace", 4)
	p.run("-p", huddle, "revoke", "--yes", "gone").is(t, "a revoked key", 4)
	p.run("-p", huddle, "revoke", "--yes", "backup").is(t, "revoke", 0)
	p.create("-p", huddle, "--name", "gone")
	for want, got := range map[string]string{
		"active active": statusOf("paused", "-p", host) + " " + statusOf("old", "-p", host),
		"active none":   statusOf("paused", "-p", drun, "--workspace", "42") + " " + statusOf("few", "-p", drun, "--workspace", "42"),
		"none active":   statusOf("backup", "-p", huddle) + " " + statusOf("gone", "-p", huddle),
	} {
		if got != want {
			t.Errorf("they are %s, want %s", got, want)
		}
	}
}

func TestWrittenSandboxThatIsCut(t *testing.T) {
	t.Parallel()
	p := afterWritten(t)
	path := p.path("data/keyctl/sandbox.db")
	if err := os.Truncate(path, 12<<10); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"list"}, {"create", "--name", "x", "--scope", "all"}, {"revoke", "--yes", "production"}} {
		r := p.run(append([]string{"-p", "sandbox"}, args...)...)
		r.is(t, "a file that is cut", 1, "cannot open the sandbox: ", "hint: its keys are kept in")
		r.silent(t, "a file that is cut")
	}
}
