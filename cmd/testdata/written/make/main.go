// Command make makes the fixtures in the folder above with a keyctl that is
// given: all that a build may find on a disk. It uses the standard library
// alone, so that it still runs when the packages of keyctl are others. README.md
// says how it is run.
//
// The consoles are those of `keyctl emulator`, behind a proxy and TLS, under
// names that no test has to bind a port for: huddle01.example and the like.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	first  = "correct-horse"  // opens the credential of work, and the journal
	second = "battery-staple" // opens the credentials of team and host
)

func main() {
	program := flag.String("keyctl", "", "the program that writes the fixtures")
	mortal := flag.String("mortal", "", "the same, built with -tags killpoints")
	to := flag.String("to", "", "the folder of the fixtures")
	flag.Parse()
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "")
	check(err)
	defer os.RemoveAll(dir)
	m := &maker{dir: dir, to: *to, secrets: map[string]string{}}
	m.programs(*program, *mortal)
	for _, folder := range []string{"home", "here"} {
		check(os.Mkdir(m.at(folder), 0o700))
	}
	defer m.serve()()
	m.profiles()
	m.journal()
	m.sandbox()
	m.neverBegun()
	m.keep()
	m.print()
}

func check(err error) {
	if err != nil {
		log.Panic(err)
	}
}

type maker struct {
	dir, to string
	network
	secrets map[string]string // that the consoles gave out, by what they are
	printed bytes.Buffer
}

func (m *maker) at(names ...string) string {
	return filepath.Join(append([]string{m.dir}, names...)...)
}

func (m *maker) entries() string { return m.at("home", "state", "keyctl", "journal") }

// programs puts both programs where they are called keyctl, as everywhere.
func (m *maker) programs(program, mortal string) {
	for folder, path := range map[string]string{"bin": program, "mortal": mortal} {
		content, err := os.ReadFile(path)
		check(err)
		check(os.Mkdir(m.at(folder), 0o700))
		check(os.WriteFile(m.at(folder, "keyctl"), content, 0o700))
	}
}

func (m *maker) command(folder string, environment []string, words ...string) *exec.Cmd {
	command := exec.Command(m.at(folder, "keyctl"), words...)
	command.Dir = m.at("here")
	command.Env = append([]string{
		"HOME=" + m.at("home"), "PATH=/usr/bin:/bin", "XDG_CONFIG_HOME=" + m.at("home", "config"),
		"XDG_STATE_HOME=" + m.at("home", "state"), "XDG_DATA_HOME=" + m.at("home", "data"),
		"HTTPS_PROXY=http://" + m.proxy, "KEYCTL_CA_FILE=" + m.at("ca.pem"),
	}, environment...)
	return command
}

// run runs keyctl, which has to end with an exit code. Words that come first and
// have a "=" are of the environment.
func (m *maker) run(code int, line ...string) string {
	environment, words := split(line)
	return m.finish(code, m.command("bin", environment, words...))
}

func split(line []string) (environment, words []string) {
	for len(line) > 0 && regexp.MustCompile(`^[A-Z_]+=`).MatchString(line[0]) {
		environment, line = append(environment, line[0]), line[1:]
	}
	return environment, line
}

func (m *maker) finish(code int, command *exec.Cmd) string {
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	_ = command.Run()
	if got := command.ProcessState.ExitCode(); got != code {
		log.Panicf("%q ended with %d, not %d: %s", command.Args[1:], got, code, stderr.String())
	}
	return stdout.String()
}

// profiles signs in to three accounts, and writes the rest of the file as people
// do: by hand. The program has the last word.
func (m *maker) profiles() {
	signIn := func(passphrase, profile, console, base string, more ...string) {
		m.write("here/credential", m.consoles[console].APIKey)
		m.run(0, append([]string{
			"KEYCTL_PASSPHRASE=" + passphrase, "login", "-p", profile, "--console", console, "--base-url", base, "--keyring", "file", "--key-file", "credential",
		}, more...)...)
		check(os.Remove(m.at("here", "credential")))
		m.secrets["credential "+console] = m.consoles[console].APIKey
	}
	signIn(first, "work", "huddle01", "https://huddle01.example/api/v1")
	signIn(second, "team", "drun", "https://drun.example", "--workspace", "42")
	signIn(second, "host", "hostupcloud", "https://hostupcloud.example/api")
	text := m.read("home/config/keyctl/profiles.yaml")
	for old, changed := range map[string]string{
		"profiles:\n":   "journal: file # where what opens it is kept\n\n# Every account that we have.\nprofiles:\n",
		"  team:\n":     "\n  # The whole team has this one:\n  #   ask before you revoke.\n  team:\n",
		"console: drun": "console: \"drun\"   # quoted, as somebody liked it",
		"  work:\n":     "  work:   # the first one\n",
	} {
		if !strings.Contains(text, old) {
			log.Panicf("the profiles file has no %q: %s", old, text)
		}
		text = strings.Replace(text, old, changed, 1)
	}
	text = "# Profiles of the fixtures. Nothing here is secret.\n" + text + `    # The requests of the second version.
    requests:
      create: POST /v2/api-keys
      revoke: "PATCH /v2/api-keys/{id}"
      disable: PATCH /v2/api-keys/{id}
    credential_header: "X-API-Key: {credential}"
  desktop: {console: huddle01, keyring: os}

  ci:
    console: remotegpu
    base_url: https://remotegpu.example/v1
    credential_command: [printenv, CI_TOKEN]   # no shell takes it apart
  company:
    console: huddle01
    base_url: https://huddle01.example:8443/api/v1
    model_url: https://models.example
    ca_file: /etc/ssl/company.pem
    credential_command:
      - printenv
      - COMPANY_TOKEN
# The end.
`
	m.write("home/config/keyctl/profiles.yaml", text)
	m.run(0, "KEYCTL_API_KEY="+m.consoles["huddle01"].APIKey, "login", "-p", "bare", "--console", "huddle01", "--base-url", "https://huddle01.example/api/v1", "--keyring", "none")
	m.run(0, "profile", "use", "ci")
	m.run(0, "profile", "use", "work")
}

func (m *maker) read(name string) string {
	content, err := os.ReadFile(m.at(filepath.FromSlash(name)))
	check(err)
	return string(content)
}

func (m *maker) write(name, text string) {
	check(os.WriteFile(m.at(filepath.FromSlash(name)), []byte(text), 0o600))
}

// journal leaves an entry behind in every state.
func (m *maker) journal() {
	work, both := "KEYCTL_PASSPHRASE="+first, "KEYCTL_PASSPHRASE="+second
	production := m.run(0, work, "-p", "work", "create", "--name", "production", "-o", "json")

	m.run(1, work, "-p", "work", "create", "--name", "kept-file", "--to", "file:first", "--to", "exec:false --an-option", "--to", "file:never")
	local := "KEYCTL_JOURNAL=local"
	m.run(1, both, local, "-p", "host", "create", "--name", "kept-local", "--scope", "read,write", "--expires", "2999-01-31", "--to", "exec:false")
	m.run(1, both, local, "-p", "team", "create", "--name", "kept-workspace", "--quota", "100000", "--to", "exec:false", "--to", "env:.env#API_KEY")
	m.run(1, local, "KEYCTL_CONSOLE=remotegpu", "KEYCTL_BASE_URL=https://remotegpu.example/v1", "KEYCTL_API_KEY="+m.consoles["remotegpu"].APIKey,
		"create", "--name", "kept-environment", "--scope", "inference", "--expires", "2999-01-31", "--to", "exec:false")

	m.meet(http.MethodPost, after(func(answer []byte) []byte { // the whole answer is all that anybody has
		answer = secretPattern.ReplaceAll(answer, []byte("another form of secret"))
		m.secrets["answer unrecognised"] = string(answer)
		return answer
	}))
	m.run(9, work, local, "-p", "work", "create", "--name", "unrecognised", "--to", "file:unrecognised")
	m.meet(http.MethodPost, nil)

	m.die("custody: after the answer is understood", work, local, "-p", "work", "create", "--name", "died", "--to", "file:died")

	var there struct{ ID string }
	check(json.Unmarshal([]byte(production), &there))
	m.meet(http.MethodPost, after(func(answer []byte) []byte {
		return regexp.MustCompile(`"id":"ak_[0-9a-f]+"`).ReplaceAll(answer, []byte(`"id":"`+there.ID+`"`))
	}))
	m.run(9, work, local, "-p", "work", "create", "--name", "unclaimed", "--to", "exec:false")
	m.meet(http.MethodPost, nil)

	m.meet(http.MethodDelete, refuse)
	m.run(1, work, "KEYCTL_JOURNAL=none", "-p", "work", "create", "--name", "lost", "--to", "exec:false")
	m.meet(http.MethodDelete, nil)

	m.meet(http.MethodPost, after(func([]byte) []byte { return []byte("<h1>Created</h1>\n") }))
	m.run(9, work, "KEYCTL_JOURNAL=none", "-p", "work", "create", "--name", "answer-lost", "--to", "file:answer-lost")
	m.meet(http.MethodPost, nil)
	m.run(0, work, "-p", "work", "create", "--name", "unknown", "-o", "secret") // was there before the one that nobody knows of
	m.meet(http.MethodPost, breakOff)
	m.run(9, work, local, "-p", "work", "create", "--name", "unknown", "--to", "file:unknown")
	m.meet(http.MethodPost, nil)

	m.die("exec: before the command begins", work, local, "-p", "work", "exec", "--new", "--name", "lent", "--env", "TOKEN", "--", "true")

	m.torn(work, local)
	m.cut(work, local)
}

// neverBegun leaves what is there when nothing was sent yet. The next command
// removes it.
func (m *maker) neverBegun() {
	m.die("journal: after its room is taken", "KEYCTL_PASSPHRASE="+first, "KEYCTL_JOURNAL=local",
		"-p", "work", "create", "--name", "never-begun", "--to", "file:never-begun")
}

// one makes a create leave an entry, and gives its file.
func (m *maker) one(name string, environment ...string) string {
	before := m.files()
	m.run(1, append(slices.Clone(environment), "-p", "work", "create", "--name", name, "--to", "exec:false")...)
	for path := range m.files() {
		if _, old := before[path]; !old && strings.HasSuffix(path, ".entry") {
			return filepath.Join(m.entries(), path)
		}
	}
	log.Panicf("%s left no entry", name)
	return ""
}

func (m *maker) files() map[string]bool {
	found := map[string]bool{}
	entries, err := os.ReadDir(m.entries())
	check(err)
	for _, entry := range entries {
		found[entry.Name()] = true
	}
	return found
}

// torn does to an entry what a machine that stops does: half of the last record
// is on the disk, and behind it there is the room that was taken.
func (m *maker) torn(environment ...string) {
	path := m.one("torn", environment...)
	content, err := os.ReadFile(path)
	check(err)
	end := len(bytes.TrimRight(content, "\n"))
	start := bytes.LastIndexByte(content[:end], '\n') + 1
	for i := start + (end-start)/2; i < end; i++ {
		content[i] = '\n'
	}
	check(os.WriteFile(path, content, 0o600))
}

// cut leaves two entries of which the beginning is there, and puts one aside.
func (m *maker) cut(environment ...string) {
	for _, name := range []string{"cut", "cut-and-aside"} {
		path := m.one(name, environment...)
		check(os.Truncate(path, 200))
		if name == "cut-and-aside" {
			id, _, _ := strings.Cut(filepath.Base(path), ".")
			m.run(0, "recover", id, "--forget", "--yes")
		}
	}
}

// die runs a command that dies when it first comes to a point. It is run as a
// whole before, in copies of all that it changes, to see when that is.
func (m *maker) die(point string, line ...string) {
	environment, words := split(line)
	consoles := m.read("consoles.db")
	check(os.CopyFS(m.at("copy"), os.DirFS(m.at("home"))))
	tighten(m.at("copy"))
	command := m.command("mortal", append(slices.Clone(environment), "KILLPOINT_LOG="+m.at("points"),
		"XDG_CONFIG_HOME="+m.at("copy", "config"), "XDG_STATE_HOME="+m.at("copy", "state")), words...)
	m.finish(0, command)
	at := ""
	for _, one := range strings.Split(m.read("points"), "\n") {
		if number, name, _ := strings.Cut(one, " "); name == point && at == "" {
			at = number
		}
	}
	if at == "" {
		log.Panicf("%q never comes to %q", words, point)
	}
	m.write("consoles.db", consoles)
	check(os.RemoveAll(m.at("here")))
	check(os.Mkdir(m.at("here"), 0o700))
	m.finish(-1, m.command("mortal", append(environment, "KILLPOINT_AT="+at), words...))
	check(os.RemoveAll(m.at("copy")))
	check(os.Remove(m.at("points")))
}

// tighten gives copied files the modes that they had.
func tighten(root string) {
	check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		check(err)
		if entry.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return os.Chmod(path, 0o600)
	}))
}

// sandbox fills the file of the sandboxes: keys in every state, of several
// members and workspaces, used and unused.
func (m *maker) sandbox() {
	create := func(profile, name string, more ...string) string {
		return strings.TrimSpace(m.run(0, append([]string{"-p", profile, "create", "-o", "secret", "--name", name}, more...)...))
	}
	soon := func() string { return time.Now().Add(3 * time.Second).UTC().Format(time.RFC3339) }

	const gpu = "sandbox"
	m.secrets["sandbox production"] = create(gpu, "production", "--scope", "all")
	m.write("here/secret", m.secrets["sandbox production"])
	create(gpu, "ci-pipeline", "--scope", "inference", "--expires", "2999-01-31")
	create(gpu, "Ключ 🔑", "--scope", "kubernetes:5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", "--scope", "kubernetes:c2a9e4d7-0b58-4f13-8e6d-7a9b8c0d1e2f")
	create(gpu, "twice", "--scope", "all")
	create(gpu, "twice", "--scope", "kubernetes:all")
	create(gpu, "old", "--scope", "inference", "--expires", soon())
	create(gpu, "leaked", "--scope", "all")
	m.run(0, "-p", gpu, "revoke", "--yes", "leaked")

	const huddle = "sandbox-huddle01"
	create(huddle, "deploy")
	create(huddle, "gone")
	m.run(0, "-p", huddle, "revoke", "--yes", "gone")
	create(huddle, "backup")

	const host = "sandbox-hostupcloud"
	create(host, "reader", "--scope", "read")
	create(host, "writer", "--scope", "read,write", "--expires", "2999-01-31")
	create(host, "paused", "--scope", "write")
	m.run(0, "-p", host, "disable", "paused")
	create(host, "old", "--scope", "read", "--expires", soon())
	create(host, "gone", "--scope", "read")
	m.run(0, "-p", host, "delete", "--yes", "gone")

	const drun = "sandbox-drun"
	used := create(drun, "own")
	create(drun, "until", "--expires", "2999-01-31")
	create(drun, "old", "--expires", soon())
	create(drun, "gone")
	m.run(0, "-p", drun, "revoke", "--yes", "gone")
	create(drun, "shared", "--workspace", "42", "--quota", "unlimited")
	few := create(drun, "few", "--workspace", "42", "--quota", "40")
	create(drun, "paused", "--workspace", "42", "--quota", "5")
	m.run(0, "-p", drun, "--workspace", "42", "disable", "paused")
	create(drun, "seven", "--workspace", "7")

	// What the sandbox alone has no way to: use, and another member's keys.
	end := m.emulate(m.at("home", "data", "keyctl", "sandbox.db"))
	at := m.consoles["drun"]
	m.run(0, "KEYCTL_CONSOLE=drun", "KEYCTL_BASE_URL="+at.BaseURL, "KEYCTL_API_KEY="+at.Members["colleague"],
		"create", "--name", "theirs", "--workspace", "42", "-o", "secret")
	for key, model := range map[string]string{used: "public/deepseek-r1", few: "u-8105f7322477/test"} {
		chat(at.BaseURL, key, model)
	}
	gpus := m.consoles["remotegpu"]
	m.run(0, "KEYCTL_CONSOLE=remotegpu", "KEYCTL_BASE_URL="+gpus.BaseURL, "KEYCTL_API_KEY="+gpus.APIKey, "verify", "--secret-file", "secret")
	end()
	time.Sleep(5 * time.Second) // until what ends soon has ended
}

func chat(base, key, model string) {
	body := `{"model":"` + model + `","messages":[{"role":"user","content":"one two three four"}]}`
	request, err := http.NewRequest(http.MethodPost, base+"/v1/chat/completions", strings.NewReader(body))
	check(err)
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		log.Panicf("a use of a key is answered with %s", response.Status)
	}
}

// kept are the keys whose secret the journal keeps.
var kept = []string{"kept-file", "kept-local", "kept-workspace", "kept-environment", "died", "unclaimed", "torn", "lent"}

// keep copies all that was written into the folder of the fixtures. Of secrets
// it keeps what tells whether one is right; the sandbox's is there as it is.
func (m *maker) keep() {
	for _, name := range []string{"home", "consoles.db", "sandbox-secret", "sha256.json", "printed.txtar"} {
		check(os.RemoveAll(filepath.Join(m.to, name)))
	}
	check(os.CopyFS(filepath.Join(m.to, "home"), os.DirFS(m.at("home"))))
	sums := map[string]string{}
	for what, secret := range m.secrets {
		if what, isNew := strings.CutPrefix(what, "secret "); isNew && !slices.Contains(kept, what) {
			continue
		}
		sum := sha256.Sum256([]byte(secret))
		sums[what] = hex.EncodeToString(sum[:])
	}
	text, err := json.MarshalIndent(sums, "", "  ")
	check(err)
	for name, content := range map[string]string{
		"consoles.db": m.read("consoles.db"), "sandbox-secret": m.secrets["sandbox production"] + "\n", "sha256.json": string(text) + "\n",
	} {
		check(os.WriteFile(filepath.Join(m.to, name), []byte(content), 0o644))
	}
}

// print keeps what the program prints of what it wrote: what every later one has
// to print.
func (m *maker) print() {
	m.printed.WriteString("What keyctl printed of the files beside this one, in the order in which make asked.\nSTATE is the folder that XDG_STATE_HOME names.\n")
	for _, line := range []string{
		"profile list -o json",
		"profile list",
		"KEYCTL_PASSPHRASE=" + first + " whoami -o json",
		"KEYCTL_PASSPHRASE=" + first + " -p work whoami",
		"KEYCTL_PASSPHRASE=" + second + " -p team whoami -o json",
		"KEYCTL_PASSPHRASE=" + second + " -p host whoami -o json",
		"CI_TOKEN=a-session-of-toys -p ci whoami -o json",
		"COMPANY_TOKEN=mk_a-toy -p company whoami -o json",
		"KEYCTL_API_KEY=mk_a-toy -p bare whoami -o json",
		"recover",
		"recover -o json",
		"-p team recover -o json",
		"KEYCTL_PASSPHRASE=" + first + " -p work list -o json",
		"KEYCTL_PASSPHRASE=" + second + " -p team list -o json",
		"KEYCTL_PASSPHRASE=" + second + " -p host list -o json",
		"-p sandbox list -o json",
		"-p sandbox list -o csv",
		"-p sandbox show production -o json",
		"-p sandbox-huddle01 list -o json",
		"-p sandbox-hostupcloud list -o json",
		"-p sandbox-drun list -o json",
		"-p sandbox-drun --workspace 42 list -o json",
		"-p sandbox-drun --workspace 42 list --everyone -o json",
		"-p sandbox-drun --workspace 7 list -o json",
		"-p sandbox-drun show own -o json",
		"-p sandbox-drun --workspace 42 show few --jq .details.quota,.details.used_quota",
		"-p sandbox-drun --workspace 42 show theirs --everyone -o json",
		"-p sandbox-drun usage own --since 2020-01-01 --until 2999-01-01 -o json",
		"-p sandbox-drun --workspace 42 usage few --since 2020-01-01 --until 2999-01-01 -o json",
	} {
		words := strings.Fields(line)
		environment, rest := split(words)
		fmt.Fprintf(&m.printed, "-- %s --\n", strings.Join(append(append(environment, "keyctl"), rest...), " "))
		m.printed.WriteString(strings.ReplaceAll(m.run(0, words...), m.at("home", "state"), "STATE"))
	}
	if bytes.Contains(m.printed.Bytes(), []byte(m.dir)) {
		log.Panicf("a path of this machine is printed: %s", m.printed.String())
	}
	check(os.WriteFile(filepath.Join(m.to, "printed.txtar"), m.printed.Bytes(), 0o644))
}
