package cmd_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"keyctl/internal/realkeyring"
)

// scenario is a command that dies at each of its points.
type scenario struct {
	command string // as the document calls it
	note    string // what is special about it
	env     []string
	journal string // KEYCTL_JOURNAL
	fresh   bool   // nothing is set up
	posts   int    // how many creates the command may send
	prepare func(*trial)
	args    func(*trial) []string
	sinks   []place
}

// place looks what a sink holds: the secret, all of what it held before, or
// something torn.
type place func(d *trial, secret string) (holds, torn bool)

func scenarios(session *realkeyring.Session) []scenario {
	local, none := "local", "none"
	entry := func(d *trial) string { return fmt.Sprintf("key-%d", d.n) }
	ring := func(prefix string) place {
		return func(d *trial, secret string) (bool, bool) {
			text, found := session.LookupIn("keyctl-keys", prefix+entry(d))
			return found && text == secret, found && text != secret
		}
	}
	toRing := func(prefix string) func(*trial) []string {
		return func(d *trial) []string {
			return []string{"create", "--name", "x", "--to", "keyring:" + prefix + entry(d)}
		}
	}
	return []scenario{
		{command: "create --to file:", note: "first use of the journal", journal: local, fresh: true, posts: 1, args: create("file:secret"), sinks: []place{fileWith("secret", "")}},
		{command: "create --to file:", journal: local, posts: 1, args: create("file:secret"), sinks: []place{fileWith("secret", "")}},
		{command: "create --to file: --force", note: "over an old file", journal: local, posts: 1, prepare: old, args: func(d *trial) []string { return append(create("file:secret")(d), "--force") }, sinks: []place{fileWith("secret", "old")}},
		{command: "create --to file:", note: "the journal keeps no secrets", journal: none, posts: 1, args: create("file:secret"), sinks: []place{fileWith("secret", "")}},
		{command: "create --to env:", note: "a line of a file", journal: local, posts: 1, prepare: oldDotenv, args: create("env:.env#API_KEY"), sinks: []place{inDotenv}},
		{command: "create to stdout", note: "a pipe", journal: local, posts: 1, args: func(*trial) []string { return []string{"create", "--name", "x", "-o", "secret"} }, sinks: []place{onStdout}},
		{command: "create to stdout", note: "the journal keeps no secrets", journal: none, posts: 1, args: func(*trial) []string { return []string{"create", "--name", "x", "-o", "secret"} }, sinks: []place{onStdout}},
		{command: "create --to exec:", journal: local, posts: 1, prepare: storeEnds, args: create(store), sinks: []place{inStore}},
		{command: "create --to file: --to env:", journal: local, posts: 1, prepare: oldDotenv, args: create("file:secret", "env:.env#API_KEY"), sinks: []place{fileWith("secret", ""), inDotenv}},
		{command: "create --to keyring:", env: session.Env(), journal: local, posts: 1, args: toRing("a "), sinks: []place{ring("a ")}},
		{command: "create --to keyring:", note: "first use of a journal that the keyring opens", env: session.Env(), journal: "keyring", fresh: true, posts: 1, args: toRing("b "), sinks: []place{ring("b ")}},
		{command: "exec --new", note: "whose key the next `exec` ends", journal: local, posts: 1, args: func(*trial) []string { return lend }},
		{command: "recover ID --to file:", journal: local, prepare: leftBehind, args: func(d *trial) []string { return []string{"recover", d.entry, "--to", "file:secret"} }, sinks: []place{fileWith("secret", "")}},
		{command: "recover ID --revoke", journal: local, prepare: leftBehind, args: func(d *trial) []string { return []string{"recover", d.entry, "--revoke", "--yes"} }},
		{command: "recover ID --revoke --key-id KEY", journal: local, prepare: unanswered, args: func(d *trial) []string {
			return []string{"recover", d.entry, "--revoke", "--key-id", d.c.keys(d.t)[0].ID, "--yes"}
		}},
	}
}

// lend makes a key for a command that has it.
var lend = []string{"exec", "--new", "--name", "x", "--env", "TOKEN", "--", "sh", "-c", `test -n "$TOKEN"`}

func create(places ...string) func(*trial) []string {
	args := []string{"create", "--name", "x"}
	for _, place := range places {
		args = append(args, "--to", place)
	}
	return func(*trial) []string { return slices.Clone(args) }
}

func (d *trial) write(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.p.dir, name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// fileWith is a file of which nothing else is known than what it held before.
func fileWith(name, before string) place {
	return func(d *trial, secret string) (bool, bool) {
		content, err := os.ReadFile(filepath.Join(d.p.dir, name))
		if os.IsNotExist(err) {
			return false, before != ""
		}
		text := string(content)
		return err == nil && text == secret, err != nil || text != secret && (text != before || before == "")
	}
}

func old(d *trial) { d.write("secret", "old") }

const dotenv = "FIRST=1\r\n# API_KEY=none\nexport API_KEY=old # note\n\nLAST='two words'"

func oldDotenv(d *trial) { d.write(".env", dotenv) }

func inDotenv(d *trial, secret string) (holds, torn bool) {
	content, err := os.ReadFile(filepath.Join(d.p.dir, ".env"))
	whole := strings.Replace(dotenv, "=old", "="+secret, 1)
	return string(content) == whole, err != nil || string(content) != dotenv && string(content) != whole
}

func onStdout(d *trial, secret string) (holds, torn bool) {
	return d.stdout == secret+"\n", d.stdout != "" && d.stdout != secret+"\n"
}

// store is a command that keeps what it reads, and says when it has.
const store = "exec:sh -c 'cat >stored.new && mv stored.new stored; echo >ended'"

func storeEnds(d *trial) {
	d.t.Helper()
	if err := syscall.Mkfifo(filepath.Join(d.p.dir, "ended"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	ended, err := os.OpenFile(filepath.Join(d.p.dir, "ended"), os.O_RDWR, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = ended.Close() })
	d.ended = ended
}

// inStore waits for a command that has outlived us.
func inStore(d *trial, secret string) (holds, torn bool) {
	d.t.Helper()
	if slices.Contains(d.points, "exec: after the command has begun") {
		_ = d.ended.SetReadDeadline(time.Now().Add(patience))
		if _, err := d.ended.Read(make([]byte, 1)); err != nil {
			d.t.Fatalf("the command that has begun doesn't end: %v", err)
		}
	}
	return fileWith("stored", "")(d, secret)
}

// leftBehind lets a create fail at its sink: the secret stays in the journal.
func leftBehind(d *trial) {
	d.t.Helper()
	d.run("create", "--name", "x", "--to", "exec:false").is(d.t, "a sink that fails", 1, "safe in the journal")
	d.entry = d.pending()[0].ID
}

// unanswered lets a create lose its answer.
func unanswered(d *trial) {
	d.t.Helper()
	d.meet(after(respond(http.StatusBadGateway, "")))
	d.run("create", "--name", "x").is(d.t, "no answer", 9)
	d.meet(nil)
	d.entry = d.pending()[0].ID
}
