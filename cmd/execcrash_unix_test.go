//go:build unix

package cmd_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"keyctl/internal/killpoint/killtest"
)

// lending is an exec whose command lasts until it is let go.
func (p *program) lending(t *testing.T, more ...string) (kill func(), letGo func() result) {
	t.Helper()
	in, hold, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hold.Close() })
	command := p.command("keyctl", append(append([]string{"exec", "--new", "--env", "TOKEN"}, more...), "--", "sh", "-c", "echo ready; exec cat")...)
	command.Stdin = in
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	_ = in.Close()
	waitFor(t, out, "ready")
	return func() { _ = command.Process.Kill() }, func() result { _ = hold.Close(); return wait() }
}

func TestTheNextExecEndsTheKeyOfOneThatDied(t *testing.T) {
	t.Parallel()
	for console, more := range map[string][]string{"huddle01": nil, "remotegpu": {"--scope", "all"}} {
		_, p := newConsole(t, console, nil)
		again := append(append([]string{"exec", "--new", "--env", "TOKEN"}, more...), "true")
		alive := func() int { return len(p.keys("--filter", "status=active")) }

		kill, letGo := p.lending(t, more...)
		p.run(again...).is(t, "beside one that lives", 0, "^$")
		if alive() != 1 {
			t.Errorf("%s: the key of one that lives was ended", console)
		}
		kill()
		if r := letGo(); r.code != 137 || alive() != 1 || p.states() != "to be ended" {
			t.Errorf("%s: exit code %d, pending is %q", console, r.code, p.states())
		}
		p.run("list").is(t, "list", 0, "an earlier command left a new key pending")
		p.run("exec", "--key", "none", "--env", "TOKEN", "true").is(t, "exec --key", 125, "an earlier command left a new key pending")
		p.run(append(again[:len(again)-1:len(again)-1], "--dry-run", "true")...).is(t, "a dry run", 0, "nothing was sent", "an earlier command left a new key pending")
		p.run(again...).is(t, "the next", 0, `^ended "exec-[^"]+" \(\S+\), which an exec before this one left behind\n$`)
		p.keptNothing(console)
	}
}

func TestAKeyThatDoesNotEndIsToldAndEndedLater(t *testing.T) {
	t.Parallel()
	for what, fault := range map[string]faultFunc{
		"refused": respond(403, `{"code":"FORBIDDEN","error":"no"}`), "500": respond(500, ""), "reset": reset,
	} {
		broken := &atomic.Bool{}
		broken.Store(true)
		c, p := newConsole(t, "huddle01", on(http.MethodDelete, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			if broken.Load() {
				fault(w, r, effect)
				return
			}
			effect.ServeHTTP(w, r)
		}))
		p.run("exec", "--new", "--env", "TOKEN", "true").is(t, what, 125, `the key "ak_[0-9a-f]+" could not be ended`, "hint: .*recover [0-9a-f]{8} --revoke")
		r := p.run("exec", "--new", "--env", "TOKEN", "-o", "json", "sh", "-c", "exit 4")
		r.is(t, what, 4)
		if lines := strings.Split(strings.TrimSpace(r.stderr), "\n"); !strings.Contains(lines[0], `{"warning"`) || !strings.Contains(r.stderr, `"exit_code":4`) {
			t.Errorf("%s: it tells %s", what, r.stderr)
		}
		p.run("exec", "--new", "--env", "TOKEN", "./none").is(t, what, 127)
		if keys := c.keys(t); len(keys) != 2 || p.states() != "to be ended, to be ended" {
			t.Errorf("%s: keys %v, pending is %q", what, keys, p.states())
		}
		broken.Store(false)
		p.run("exec", "--new", "--env", "TOKEN", "true").is(t, what, 0, `^(ended "exec-[^"]+" \(\S+\), which an exec before this one left behind\n){2}$`)
		p.keptNothing(what)
	}
}

func TestExecsBesideEachOther(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	var group sync.WaitGroup
	var tokens sync.Map
	for range 8 {
		group.Go(func() {
			r := p.run("exec", "--new", "--env", "TOKEN", "sh", "-c", "echo $TOKEN")
			if r.code != 0 || r.stderr != "" || !secretPattern.MatchString(r.stdout) {
				t.Errorf("exit code %d: %s", r.code, r.stderr)
			}
			tokens.Store(r.stdout, true)
		})
	}
	group.Wait()
	count := 0
	tokens.Range(func(any, any) bool { count++; return true })
	if count != 8 || c.count(http.MethodPost) != 8 {
		t.Errorf("%d tokens of %d keys", count, c.count(http.MethodPost))
	}
	p.keptNothing("afterwards")
}

// TestAnExecThatDiesLeavesNoKeyUnaccounted kills an exec at each of its points.
// The next one ends the key, or an entry tells of it.
func TestAnExecThatDiesLeavesNoKeyUnaccounted(t *testing.T) {
	t.Parallel()
	program := mortalProgram(t)
	died, ran := 0, 0
	for n := 1; ; n++ {
		c, p := newConsole(t, "huddle01", nil)
		p = p.with("KEYCTL_JOURNAL=local")
		log := filepath.Join(p.dir, "points")
		command := p.with(killtest.At(n), killtest.Log(log)).command(program, "exec", "--new", "--env", "TOKEN", "echo", "ran")
		r := p.finish(command)
		points, err := killtest.Points(log)
		if err != nil || killtest.Died(command.ProcessState) != (len(points) == n) {
			t.Fatalf("point %d: %v, %v, %v: %s", n, command.ProcessState, points, err, r.stderr)
		}
		ran += strings.Count(r.stdout, "ran")
		at := fmt.Sprintf("point %d, %s", n, points[len(points)-1])
		if !killtest.Died(command.ProcessState) {
			r.is(t, "the last one", 0)
			p.keptNothing("the last one")
			break
		}
		died++
		p.run("exec", "--new", "--env", "TOKEN", "true").is(t, at, 0)
		entries := 0
		if pending := p.states(); pending != "" {
			entries = len(strings.Split(pending, ","))
		}
		if keys := c.keys(t); len(keys) > entries || c.count(http.MethodPost) > 2 {
			t.Errorf("%s: keys %v, %d entries, sent %v", at, keys, entries, c.methods())
		}
	}
	if died < 15 || ran < 2 {
		t.Errorf("it died at %d points, and its command ran %d times", died, ran)
	}
}
