//go:build unix

package cmd_test

import (
	"net/http"
	"path/filepath"
	"testing"

	"keyctl/internal/killpoint/killtest"
)

// TestACreateThatDiesIsSentOnceAtMost kills a create at each of its points, on
// both sides of the request.
func TestACreateThatDiesIsSentOnceAtMost(t *testing.T) {
	t.Parallel()
	builder := killtest.New("keyctl")
	t.Cleanup(builder.Remove)
	program, err := builder.Program()
	if err != nil {
		t.Fatal(err)
	}
	died, counts := 0, map[int]int{} // of deaths, by how many keys there are afterwards
	for n := 1; ; n++ {
		c, p := newConsole(t, "huddle01", nil)
		log := filepath.Join(p.dir, "points")
		command := p.with(killtest.At(n), killtest.Log(log)).command(program, "create", "--name", "x", "-o", "secret")
		r := p.finish(command)
		points, err := killtest.Points(log)
		if err != nil || killtest.Died(command.ProcessState) != (len(points) == n) {
			t.Fatalf("point %d: %v, %v, %v: %s", n, command.ProcessState, points, err, r.stderr)
		}
		if !killtest.Died(command.ProcessState) {
			r.is(t, "the last one", 0)
			break
		}
		died++
		posts, keys := c.count(http.MethodPost), len(c.keys(t))
		if posts > 1 || keys > posts {
			t.Errorf("%v: %d requests, %d keys", points, posts, keys)
		}
		counts[keys]++
		if r.code != 137 || r.stdout != "" {
			t.Errorf("%v: exit code %d, stdout %q", points, r.code, r.stdout)
		}
	}
	if died < 4 || counts[0] == 0 || counts[1] == 0 {
		t.Errorf("it died at %d points, and left keys so often: %v", died, counts)
	}
}
