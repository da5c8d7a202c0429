package cmd_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"keyctl/internal/canary"
	"keyctl/internal/realkeyring"
)

func TestACommandGetsASecretFromTheKeyring(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newConsole(t, "huddle01", nil)
	p = p.with(session.Env()...)
	p.run("create", "--name", "deploy", "--to", "keyring:my deploy key").is(t, "create", 0)
	kept, _ := session.LookupIn("keyctl-keys", "my deploy key")
	c.forget()

	signedOut := newProgram(t, session.Env()...)
	r := signedOut.run("exec", "--key", "my deploy key", "--env", "TOKEN", "sh", "-c", "echo $TOKEN; exit 3")
	if r.is(t, "exec", 3, "^$"); kept == "" || r.stdout != kept+"\n" {
		t.Errorf("the command gets %q, the keyring holds %q", r.stdout, kept)
	}
	for name, says := range map[string]string{"none": `the keyring has no entry "none"`, " x": "space", "a\nb": "control"} {
		signedOut.run("exec", "--key", name, "--env", "TOKEN", "true").is(t, name, 125, says, "hint: ")
	}
	for what, env := range map[string][]string{
		"locked": realkeyring.StartLocked(t).Env(), "session bus": {"DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR=" + p.dir},
	} {
		newProgram(t, env...).run("exec", "--key", "my deploy key", "--env", "TOKEN", "true").
			is(t, what, 125, what+".*; the command was not run\nhint: .*--new makes a key for the command\n$")
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

// The command has the real files, with no pipes of ours between.
func TestTheCommandGetsTheFilesThatWeGot(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	out, err := os.Create(filepath.Join(p.dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	const files = "readlink /proc/self/fd/1 /proc/self/fd/2; ls /proc/self/fd"
	command, direct := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", files), p.command("sh", "-c", files)
	command.Stdout, command.Stderr, direct.Stdout, direct.Stderr = out, out, out, out
	p.finish(command).is(t, "exec", 0)
	text := contentOf(t, out.Name())
	p.finish(direct)
	if both := contentOf(t, out.Name()); strings.Count(text, out.Name()) != 2 || both != text+text {
		t.Errorf("its files are %q, and then without us %q", text, both)
	}
}

func TestOnlyTheCommandHasTheSecret(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "sh", "-c", "echo pid $$ ready; while :; do sleep 0.05; done")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	text := make([]byte, 64)
	count, err := out.Read(text)
	found := regexp.MustCompile(`^pid (\d+) ready\n$`).FindSubmatch(text[:count])
	if found == nil {
		t.Fatalf("%q, %v", text[:count], err)
	}
	environment := func(pid any) []byte {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%s/environ", pid))
		if err != nil && os.Getuid() == 0 {
			t.Error(err)
		}
		return text
	}
	_, rest, _ := bytes.Cut(environment(found[1]), []byte("\x00TOKEN="))
	secret, _, _ := strings.Cut(string(rest), "\x00")
	if !secretPattern.MatchString(secret) {
		t.Fatalf("the command has no secret: %q", rest)
	}
	var secrets canary.Secrets
	secrets.Plant("the key", secret)
	finds := secrets.Text("our environment", environment(fmt.Sprint(command.Process.Pid)))
	for _, pid := range []string{string(found[1]), fmt.Sprint(command.Process.Pid)} {
		line, err := os.ReadFile("/proc/" + pid + "/cmdline")
		if err != nil || len(line) == 0 {
			t.Error(err)
		}
		finds = append(finds, secrets.Text("a command line", line)...)
	}
	written, err := secrets.Tree(p.dir)
	if finds = append(finds, written...); err != nil || len(finds) > 0 {
		t.Errorf("%v, %v", finds, err)
	}
	signalTo(t, command, 15)
	wait().is(t, "SIGTERM", 143, "^$")
}
