//go:build unix

package cmd_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestARunnerIsToldToMaskFirst: stdout and stderr are one pipe, so that what was
// written first stands first.
func TestARunnerIsToldToMaskFirst(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	p = p.with("GITHUB_ACTIONS=true", "CI=true", "KEYCTL_JOURNAL=local")
	masked := func(what string, r result) {
		t.Helper()
		r.is(t, what, 0)
		line, rest, _ := strings.Cut(r.stdout, "\n")
		secret, isMask := strings.CutPrefix(line, "::add-mask::")
		if !isMask || secretPattern.FindString(secret) != secret || !strings.Contains(rest, secret) || strings.Contains(rest, "::") {
			t.Errorf("%s: got %q", what, r.stdout)
		}
	}
	for _, format := range []string{"table", "json", "yaml", "secret"} {
		masked(format, p.finish(p.shell("2>&1", "create", "--name", format, "-o", format)))
	}
	masked("--to", p.finish(p.shell("2>&1", "create", "--name", "to", "--to", "file:f", "--to", "stdout", "-q")))
	masked("sandbox", p.finish(p.shell("2>&1", "-p", "sandbox-huddle01", "create", "--name", "x")))
	left := p.undelivered()
	masked("recover", p.finish(p.shell("2>&1", "recover", left.ID, "--to", "stdout", "-o", "secret")))

	// What doesn't go to stdout is nobody's to mask, and stdout holds no mask.
	r := p.finish(p.shell("2>&1", "create", "--name", "y", "--to", "file:g"))
	if r.is(t, "--to", 0); strings.Contains(r.stdout, "::") || secretPattern.MatchString(r.stdout) {
		t.Errorf("--to: got %q", r.stdout)
	}
}

// TestToysAreShownAlways, and masked where they can be: the first test has that.
func TestToysAreShownAlways(t *testing.T) {
	t.Parallel()
	p := newProgram(t, "GITHUB_ACTIONS=true", "CI=true")
	for _, redirected := range []string{"2>&-", "2>/dev/null", "2>told", "2>/dev/full"} {
		for _, words := range [][]string{
			{"-p", "sandbox", "create", "--name", "x", "--scope", "all", "-o", "secret"},
			{"-p", "sandbox", "create", "--name", "x", "--scope", "all", "-o", "json", "--to", "stdout"},
			{"-p", "sandbox", "create", "--name", "x", "--scope", "all", "--dry-run"},
			{"-p", "sandbox", "exec", "--new", "--scope", "inference", "--env", "TOKEN", "sh", "-c", "echo $TOKEN"},
		} {
			r := p.finish(p.shell(redirected, words...))
			r.is(t, redirected, 0)
			if dry := words[len(words)-1] == "--dry-run"; dry == strings.Contains(r.stdout, "rgpu_") || strings.Contains(r.stdout, "::") {
				t.Errorf("%s, %v: got %q", redirected, words, r.stdout)
			}
		}
	}
	if told := readFile(t, filepath.Join(p.dir, "told")); strings.Contains(told, "rgpu_") || strings.Contains(told, "mask") {
		t.Errorf("told is %q", told)
	}
}

func TestASecretThatCannotBeMaskedIsRefusedBeforeTheRequest(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	left := p.undelivered()
	c.forget()
	p = p.with("GITHUB_ACTIONS=true")
	for says, words := range map[string][]string{
		"mask the secret; nothing was created\nhint: ": {"create", "--name", "x"},
		"mask the secret\nhint: ":                      {"recover", left.ID, "--to", "stdout"},
	} {
		p.finish(p.shell("2>told", words...)).is(t, words[0], 1)
		if told := readFile(t, filepath.Join(p.dir, "told")); !strings.Contains(told, says) {
			t.Errorf("%s: told is %q", words[0], told)
		}
	}
	for _, redirected := range []string{"2>&-", "2>/dev/null", "2>told", "2>&- <&-"} {
		for _, words := range [][]string{
			{"create", "--name", "x", "-o", "secret"},
			{"create", "--name", "x", "-o", "json", "--show-secret"},
			{"create", "--name", "x", "--to", "file:f", "--to", "stdout"},
			{"create", "--name", "x", "--dry-run"},
			{"recover", left.ID, "--to", "stdout"},
			{"recover", left.ID, "--to", "file:f", "--to", "stdout", "--raw"},
		} {
			r := p.finish(p.shell(redirected, words...))
			r.is(t, redirected+" "+strings.Join(words, " "), 1)
			r.silent(t, redirected)
		}
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	if told := readFile(t, filepath.Join(p.dir, "told")); !strings.Contains(told, "stderr is a file, which would keep the secret") || secretPattern.MatchString(told) {
		t.Errorf("told is %q", told)
	}
	if found, _ := filepath.Glob(filepath.Join(p.dir, "f")); len(found) > 0 {
		t.Errorf("there is %v", found)
	}
	p.pendingIs(keptSecret)
	p.run("create", "--name", "x", "--to", "file:f").is(t, "--to", 0)
}
