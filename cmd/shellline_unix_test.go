//go:build unix

package cmd_test

import "testing"

func TestShellsCompleteLines(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			s := startShell(t, shell, "keyctl", "LC_ALL=C.UTF-8")
			s.p.put("file.db", "")
			s.p.put("a b.env", "")
			s.p.put("a;touch pwned", "")
			s.have("ci-pipeline", "deploy", "CI/CD Pipeline")
			s.gives("keyctl sho\tdepl\t", "show", "deploy")
			s.gives("keyctl show 'CI/CD Pi\t", "show", "CI/CD Pipeline")
			s.gives("keyctl show CI/CD\\ Pi\t", "show", "CI/CD Pipeline")
			s.gives("keyctl revoke deploy ci-pipeline \t", "revoke", "deploy", "ci-pipeline", "CI/CD Pipeline")
			s.gives("keyctl rename deploy \t", "rename", "deploy")
			s.gives("keyctl list --outp\tjsonl\t", "list", "--output", "jsonl")
			s.gives("keyctl list --columns name,pref\t", "list", "--columns", "name,prefix")
			s.gives("keyctl list --columns=name,pref\t", "list", "--columns=name,prefix")
			s.gives("keyctl list --sort -exp\t", "list", "--sort", "-expires_at")
			s.gives("keyctl list --filter status=dis\t", "list", "--filter", "status=disabled")
			s.gives("keyctl -p sandbox create --scope=inf\t", "-p", "sandbox", "create", "--scope=inference")
			s.gives("keyctl -p sandbox scope x kubernetes:a\t", "-p", "sandbox", "scope", "x", "kubernetes:all")
			s.gives("keyctl emulator --data fil\t", "emulator", "--data", "file.db")
			s.gives("keyctl create --to f\tdeploy", "create", "--to", "file:deploy")
			s.gives("keyctl create --to=f\tfile.d\t --force", "create", "--to=file:file.db", "--force")
			s.p.with("KEYCTL_JOURNAL=local").run("-p", "sandbox", "create", "--name", "x", "--scope", "all", "--to", "exec:false")
			s.gives("keyctl recover \t --rev\t", "recover", s.p.pending()[0].ID, "--revoke")
			s.gives("keyctl sin\t-o js\t", "sinks", "-o", "json")
			s.gives("keyctl recover x --to ke\tdeploy", "recover", "x", "--to", "keyring:deploy")
			s.gives("keyctl create --to file:bi\tkeyc\t -q", "create", "--to", "file:bin/keyctl", "-q")
			if shell.argv[0] != "fish" { // which adds a space after every choice
				s.gives("keyctl list --columns id,nam\t,pref\t", "list", "--columns", "id,name,prefix")
				s.gives("keyctl create --to env:a\t#K", "create", "--to", "env:a b.env#K")
			}
			s.gives("~/bin/keyctl show depl\t", "show", "deploy")
			s.gives("bin/keyctl show depl\t", "show", "deploy")
		})
	}
}

// Somebody is at the terminal, and yet nobody is asked and told nothing.
func TestCompletionsShowNothingElseOnATerminal(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", hang)
	for _, env := range []string{"TERM=xterm", "KEYCTL_API_KEY=", "KEYCTL_CONSOLE=nowhere", "KEYCTL_TIMEOUT=never", "KEYCTL_PROFILE=nobody"} {
		if screen := p.with(env).show(t, "__complete", "show", ""); screen != ":4\n" {
			t.Errorf("with %s: %q", env, screen)
		}
	}
}

// Words on the line may come from a console's list, and were quoted well.
func TestShellsEvaluateNothingOnTheLine(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			s := startShell(t, shell, "keyctl-cloud")
			s.have("deploy")
			for _, word := range []string{"a;touch pwned", "$(touch pwned)", "(touch pwned)", "`touch pwned`", "a|touch pwned", "a > pwned", "*", "$HOME"} {
				s.gives("keyctl-cloud revoke '"+word+"' \t", "revoke", word, "deploy")
			}
			// A substitution would run with the line, so the line is thrown away.
			for _, word := range []string{"$(touch pwned)", `"$(touch pwned)"`, "--id=$(touch pwned)"} {
				s.typed("keyctl-cloud show " + word + " \t\x15")
				s.gives("keyctl-cloud end", "end")
			}
			// What two choices have in common is put into the line.
			s.have("$(touch pwned)a", "$(touch pwned)b")
			s.gives("keyctl-cloud show \t", "show", "ak_")
			s.have("a;touch pwned;b", "a;touch pwned;c")
			s.gives("keyctl-cloud show ak\t", "show", "ak_")
		})
	}
}
