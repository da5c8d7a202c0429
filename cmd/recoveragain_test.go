package cmd_test

import (
	"net/http"
	"path/filepath"
	"testing"
)

// stuck is a program whose create failed, and whose key could not be ended: what
// is left is a receipt, and no secret.
func stuck(t *testing.T, name string) (c *console, p *program, left entry) {
	t.Helper()
	refuse := true // only the one who creates is refused
	c, p = newConsole(t, name, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if r.Method == http.MethodDelete && refuse {
			refuse = false
			respond(403, "")(w, r, effect)
			return
		}
		effect.ServeHTTP(w, r)
	})
	p = p.with("KEYCTL_JOURNAL=none")
	r := p.run("create", "--name", "x", "--to", "exec:false")
	r.is(t, "create", 1, "did not arrive at exec:false.*the journal keeps no secrets here, and the key could not be ended: .*403", "hint: `keyctl recover [0-9a-f]{8} --revoke` ends it")
	r.silent(t, "create")
	p.pendingIs("secret lost")
	left = p.pending()[0]
	c.forget()
	return c, p, left
}

func TestASecretThatWasNotKeptIsGivenUp(t *testing.T) {
	t.Parallel()
	c, p, left := stuck(t, "huddle01")
	p.run("recover", left.ID, "--to", "file:x").is(t, "--to", 1, "the answer of the console was not kept", "recover "+left.ID+" --revoke")
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	p.run("recover", left.ID).is(t, "recover", 0, "its secret was not kept: `keyctl recover "+left.ID+" --revoke` ends it")
	p.run("recover", left.ID, "--revoke", "--yes").is(t, "--revoke", 0, `ended "x"`)
	p.pendingIs("")
	if keys := c.keys(t); len(keys) > 0 {
		t.Errorf("left %v", keys)
	}
}

// d.run tells the secret of a key that exists, and only recover asks for it.
func TestASecretThatWasNotKeptIsAskedForAgain(t *testing.T) {
	t.Parallel()
	for _, raw := range []bool{false, true} {
		c, p, left := stuck(t, "drun")
		p.run("recover", left.ID).is(t, "recover", 0, "the console tells it again: `keyctl recover "+left.ID+" --to KIND:PLACE` delivers it")
		p.run("recover", left.ID, "--to", "exec:false").is(t, "a sink that fails", 1, "did not arrive at exec:false")
		p.pendingIs("secret lost")
		words := []string{"recover", *left.KeyID, "--to", "file:secret"}
		if raw {
			words = append(words, "--raw")
		}
		r := p.run(words...)
		r.is(t, "recover --to", 0, "the secret arrived at file:secret")
		if secretPattern.MatchString(r.stdout) {
			t.Errorf("stdout holds a secret: %s", r.stdout)
		}
		p.pendingIs("")
		text := readFile(t, filepath.Join(p.dir, "secret"))
		if whole := secretPattern.FindString(text) == text; !secretPattern.MatchString(text) || whole == raw {
			t.Errorf("raw %t: recovered %q", raw, text)
		}
		if !raw {
			p.run("verify", "--secret-file", filepath.Join(p.dir, "secret")).is(t, "verify", 0)
		}
		if c.count(http.MethodPost) != 0 {
			t.Errorf("sent %v", c.methods())
		}
	}
}

func TestAKeyThatIsGoneIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	_, p, left := stuck(t, "drun")
	p.run("revoke", "--yes", "--id", *left.KeyID).is(t, "revoke", 0)
	r := p.run("recover", left.ID, "--to", "file:secret")
	r.is(t, "--to", 4)
	r.silent(t, "--to")
	p.run("recover", left.ID).is(t, "recover", 0, "the key is not listed: `keyctl recover "+left.ID+" --revoke` makes sure that it has ended")
	p.pendingIs("secret lost")
	p.run("recover", left.ID, "--revoke", "--yes").is(t, "--revoke", 0)
	p.pendingIs("")
}
