//go:build unix

package cmd_test

import "testing"

// A terminal is told that there are no keys; a pipe gets nothing, which says it.
func TestNoKeysAreToldToAPerson(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	all := withProfiles(t, atConsole(t, "one", "huddle01", respond(200, `{"code":"OK","data":[]}`)))
	for _, one := range []struct {
		program *program
		args    []string
		want    string
	}{
		{p, []string{"list"}, "no keys\n"},
		{p, []string{"list", "--filter", "name=x"}, "no keys that the filter lets through\n"},
		{p, []string{"list", "-q"}, ""},
		{p, []string{"list", "-o", "json"}, "[]\n"},
		{all, []string{"list", "--all-profiles"}, "no keys\n"},
	} {
		if screen := one.program.show(t, append(one.args, "--no-header")...); screen != one.want {
			t.Errorf("%v: shown is %q", one.args, screen)
		}
		if r := one.program.run(one.args...); r.stderr != "" {
			t.Errorf("%v: a pipe's reader is told %q", one.args, r.stderr)
		}
	}
	p.create("--name", "x")
	if r := p.show(t, "list", "-o", "name"); r != "x\n" {
		t.Errorf("shown is %q", r)
	}
}
