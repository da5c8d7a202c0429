//go:build unix

package cmd_test

import (
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
)

// deadPipe is a pipe without a reader.
func deadPipe(t *testing.T) *os.File {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = writer.Close() })
	_ = reader.Close()
	return writer
}

func TestAFailedRevokeKeepsItsExitCodeWhereverStdoutLeads(t *testing.T) {
	refusal := respond(403, `{"code":"FORBIDDEN","error":"not yours"}`)
	for name, stdout := range map[string]*os.File{"no reader": deadPipe(t), "full": needs(t, "/dev/full")} {
		t.Run(name, func(t *testing.T) {
			_, p := newConsole(t, "huddle01", on(http.MethodDelete, refusal))
			p.create("--name", "x")
			p.create("--name", "y")
			for _, words := range [][]string{{"x"}, {"x", "y"}, {"x", "-o", "json"}, {"x", "y", "-o", "json"}, {"x", "-o", "name"}} {
				command := p.command("keyctl", append([]string{"revoke", "--yes"}, words...)...)
				command.Stdout = stdout
				p.finish(command).is(t, strings.Join(words, " "), 3, "not yours")
			}
		})
	}
}

// What was revoked can't be told, and what failed still counts.
func TestAPartlyFailedRevokeKeepsItsExitCodeWhereverStdoutLeads(t *testing.T) {
	for name, stdout := range map[string]*os.File{"no reader": deadPipe(t), "full": needs(t, "/dev/full")} {
		t.Run(name, func(t *testing.T) {
			refuse := true
			_, p := newConsole(t, "huddle01", on(http.MethodDelete, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
				if refuse {
					refuse = false
					respond(403, "")(w, r, effect)
					return
				}
				effect.ServeHTTP(w, r)
			}))
			p.create("--name", "x")
			p.create("--name", "y")
			command := p.command("keyctl", "revoke", "--yes", "x", "y", "-o", "json")
			command.Stdout = stdout
			p.finish(command).is(t, "x y", 11, "cannot revoke 1 of 2 keys")
			if left := p.keys(); len(left) != 1 || left[0].Name != "x" {
				t.Errorf("left are %v", left)
			}
		})
	}
}

func TestABrokenListFailsAlsoWithoutAReader(t *testing.T) {
	dead := deadPipe(t)
	for _, fault := range []faultFunc{brokenOff, respond(403, ""), reset} {
		_, p := newConsole(t, "huddle01", fault)
		p = p.with("KEYCTL_TIMEOUT=250ms") // no time to try again
		for _, args := range [][]string{{"list"}, {"list", "-o", "json"}, {"list", "-o", "csv"}, {"show", "key-1"}} {
			command := p.command("keyctl", args...)
			command.Stdout = dead
			if r := p.finish(command); r.code != 8 && r.code != 3 || !strings.Contains(r.stderr, "127.0.0.1") {
				t.Errorf("%v: exit code %d: %s", args, r.code, r.stderr)
			}
		}
	}
}

// A console that hangs up at once gives a broken pipe or a reset, in the clear
// and over TLS.
func TestAConsoleThatHangsUpIsNoReaderThatHadEnough(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			if tcp, ok := connection.(*net.TCPConn); ok {
				_ = errors.Join(tcp.CloseWrite(), tcp.SetLinger(0))
			}
			_ = connection.Close()
		}
	}()
	for _, scheme := range []string{"http", "https"} {
		p := newProgram(t, "KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+scheme+"://"+listener.Addr().String()+"/v1", "KEYCTL_API_KEY="+straySecret)
		for range 5 {
			r := p.run("list", "--columns", "id", "--no-header", "--timeout", "250ms") // no time to try again
			r.is(t, scheme, 8, "127.0.0.1")
			r.silent(t, scheme)
		}
	}
}

// fill makes a pipe take no more.
func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	raw, err := pipe.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	page := make([]byte, 4096)
	err = raw.Write(func(descriptor uintptr) bool {
		for err == nil {
			_, err = syscall.Write(int(descriptor), page)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAReaderThatStallsIsToldWhichKeyExists(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	fill(t, writer)
	c, p := newConsole(t, "huddle01", nil)
	command := p.command("keyctl", "create", "--name", "x", "-o", "secret")
	command.Stdout = writer
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	_ = writer.Close()
	rest := waitFor(t, stderr, `stdout takes nothing: the key "ak_`)
	if keys := c.keys(t); len(keys) != 1 {
		t.Errorf("there are %v", keys)
	}
	text := make([]byte, 1<<20)
	count := 0
	for err == nil {
		var more int
		more, err = reader.Read(text[count:])
		count += more
	}
	told := rest()
	if r := wait(); r.code != 0 || !secretPattern.Match(text[:count]) || told != "" {
		t.Errorf("exit code %d, stderr %q", r.code, told)
	}
}
