package consoles_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// thePage is the one that shows how a console is added.
const thePage = "../docs/consoles/ADDING.md"

// theList is the file that gets a line for each console.
const theList = "consoles/consoles.go"

// fence is a piece of code on the page, and the file that it is said to be of.
type fence struct {
	file, text string
}

// fences gives the pieces of the page that are no commands. The file is the
// one that was named last, at the end of a line.
func fences(t *testing.T) []fence {
	t.Helper()
	text, err := os.ReadFile(thePage)
	if err != nil {
		t.Fatal(err)
	}
	label := regexp.MustCompile("(?m)`(consoles/[^`]+)`:$")
	parts := strings.Split(string(text), "\n```")
	if len(parts)%2 == 0 || len(parts) < 30 {
		t.Fatalf("the page has %d ends of pieces of code", len(parts)-1)
	}
	var all []fence
	file := ""
	for i, part := range parts {
		if i%2 == 0 {
			for _, found := range label.FindAllStringSubmatch(part, -1) {
				file = found[1]
			}
			continue
		}
		if language, code, _ := strings.Cut(part, "\n"); language != "sh" {
			all = append(all, fence{file, code + "\n"})
		}
	}
	return all
}

func TestThePageShowsTheExampleAsItIs(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, f := range fences(t) {
		shown[f.file] = true
		if f.file == theList {
			continue
		}
		path, found := strings.CutPrefix(f.file, "consoles/"+example+"/")
		if !found {
			t.Errorf("of no file of the example, but of %q:\n%s", f.file, f.text)
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder(example), filepath.FromSlash(path)))
		if err != nil || !strings.Contains(string(text), f.text) {
			t.Errorf("%s does not hold this, %v:\n%s", f.file, err, f.text)
		}
	}
	for _, file := range []string{"quarry.go", "wire.go", "emulator/half.go", "emulator/console.go", "testdata/exchanges.json"} {
		if !shown["consoles/"+example+"/"+file] {
			t.Errorf("the page shows nothing of %s", file)
		}
	}
}

// TestAConsoleIsAFolderAndALine adds the example to the program as the page
// says, and nothing else, and uses it.
func TestAConsoleIsAFolderAndALine(t *testing.T) {
	t.Parallel()
	keyctl := build(t, overlay(t))
	home, secret := t.TempDir(), ""
	for _, test := range []struct {
		line string // of words without spaces
		exit int
		want string // what stdout or stderr matches
	}{
		{"consoles", 0, `(?m)^VERB .* quarry .*\n(.*\n)*quarry +disable +called pausing.*\n(.*\n)*quarry does not tell scopes, revoked_at$`},
		{"consoles", 0, `(?m)^quarry lets a profile override what is inferred: its requests for expire$`},
		{"consoles -o json", 0, `"console": "quarry"`},
		{"__complete login --console q", 0, `(?m)^quarry$`},
		{"__complete list -p sandbox-q", 0, `(?m)^sandbox-quarry\b`},
		{"login --console quarr", 2, `quarry`},
		{"-p sandbox-quarry create --name one", 0, `(?m)^secret +qry_[0-9a-f]{48}$`},
		{"-p sandbox-quarry create --name two --expires 2099-01-31 -o json", 0, `"expires_at":"2099-01-31T00:00:00Z".*"secret":"qry_[0-9a-f]{48}"`},
		{"-p sandbox-quarry create --name three -o secret", 0, `^qry_[0-9a-f]{48}\n$`},
		{"-p sandbox-quarry create --name four --scope all", 6, `quarry has no scopes for keys`},
		{"-p sandbox-quarry list -o name", 0, `^one\ntwo\nthree\n$`}, // on two pages
		{"-p sandbox-quarry rename three drei", 0, `drei`},
		{"-p sandbox-quarry expire drei 2098-01-31", 0, `2098-01-31`},
		{"-p sandbox-quarry expire drei never", 0, `drei`},
		{"-p sandbox-quarry show drei -o json", 0, `"prefix":"qry_[0-9a-f]{8}","status":"active".*"expires_at":null.*"unknown":\["scopes","revoked_at"\]`},
		{"-p sandbox-quarry scope drei all", 6, `quarry offers: create, list, show, rename, expire, enable, disable, revoke, verify`},
		{"-p sandbox-quarry disable drei", 0, `drei`},
		{"-p sandbox-quarry list -o name --filter status=disabled", 0, `^drei\n$`},
		{"-p sandbox-quarry enable drei", 0, `drei`},
		{"-p sandbox-quarry list -o name --filter status=active", 0, `^one\ntwo\ndrei\n$`},
		{"-p sandbox-quarry delete drei --yes", 6, `quarry has no delete beside .revoke.`},
		{"-p sandbox-quarry usage drei", 6, `quarry does not tell how much a key was used`},
		{"-p sandbox-quarry verify --secret-stdin", 0, `works`},
		{"-p sandbox-quarry revoke one two --yes", 0, ``},
		{"-p sandbox-quarry verify --secret-stdin", 10, `refused`},
		{"-p sandbox-quarry list -o name", 0, `^drei\n$`},
		{"-p sandbox-quarry revoke one --yes", 4, `no key has the id or name "one"`},
	} {
		command := exec.CommandContext(t.Context(), keyctl, strings.Fields(test.line)...)
		command.Env = []string{"HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CONFIG_HOME=" + home, "LocalAppData=" + home, "AppData=" + home}
		command.Dir, command.Stdin = home, strings.NewReader(secret)
		said, err := command.CombinedOutput()
		if exit := command.ProcessState.ExitCode(); exit != test.exit || !regexp.MustCompile(test.want).Match(said) {
			t.Errorf("keyctl %s: exit %d, %v, want %d and %s:\n%s", test.line, exit, err, test.exit, test.want, said)
		}
		if secret == "" { // that of the first key is the one that is tried
			secret = regexp.MustCompile(`qry_[0-9a-f]{48}`).FindString(string(said))
		}
	}
}

// overlay lays the example where a console lies, and the lines of the page into
// the list of consoles; it gives the file that tells the go command so.
func overlay(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("consoles.go")
	if err != nil {
		t.Fatal(err)
	}
	added := string(text)
	for _, f := range fences(t) {
		if f.file == theList {
			added = insert(t, added, f.text)
		}
	}
	changed := filepath.Join(t.TempDir(), "consoles.go")
	if err := os.WriteFile(changed, []byte(added), 0o600); err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{filepath.Join(root, filepath.FromSlash(theList)): changed}
	example := filepath.Join(root, "consoles", folder(example))
	err = filepath.WalkDir(example, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			replace[strings.Replace(path, filepath.Join("consoles", "testdata"), "consoles", 1)] = path
		}
		return err
	})
	if err != nil || len(replace) < 10 {
		t.Fatalf("the example has %d files, %v", len(replace), err)
	}
	told, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, told, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// insert puts lines before the first line that begins alike and sorts behind
// them, or else behind the last that begins alike.
func insert(t *testing.T, text, added string) string {
	t.Helper()
	alike := regexp.MustCompile(`^\s+(\w+ )?["{]+(keyctl/consoles/)?`).FindString(added)
	lines := slices.Collect(strings.Lines(text))
	at := -1
	for i, line := range lines {
		if !strings.HasPrefix(line, alike) {
			continue
		}
		if at = i + 1; line > added {
			at = i
			break
		}
	}
	if at < 0 {
		t.Fatalf("there is no place for\n%s", added)
	}
	return strings.Join(slices.Insert(lines, at, added), "")
}

// build makes the program of an overlay, from what is on this machine.
func build(t *testing.T, overlay string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "keyctl")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	command := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-overlay", overlay, "-o", program, "keyctl")
	command.Dir = ".."
	command.Env = append(os.Environ(), "GOPROXY=off", "GOTOOLCHAIN=local", "CGO_ENABLED=0")
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, said)
	}
	return program
}
