package shell

import (
	"os/exec"
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]bool{ // plain, argument
		"ci-pipeline": {true, true}, "CI/CD Pipeline": {true, true}, "a=b:c,d@e%f+g": {true, true}, "Schlüssel": {true, true}, "鍵": {true, true}, "1.2": {true, true},
		"-x": {true, false}, "--yes": {true, false}, "=x": {true, false}, "@x": {true, false}, ".x": {true, false}, ",x": {true, false}, ":x": {true, false}, "%1": {true, false}, "+x": {true, false},
		"": {}, " a": {}, "a ": {}, "a\tb": {}, "a\nb": {}, "a;b": {}, "$x": {}, "`x`": {}, "~": {}, "a~b": {}, "*": {}, "a?": {}, "[a]": {}, "{a}": {}, "(a)": {}, "a'b": {}, `a"b`: {},
		`a\b`: {}, "#a": {}, "!a": {}, "^a": {}, "a|b": {}, "a&b": {}, "<a": {}, "a>b": {}, "😀": {}, "\xff": {}, "a\u202eb": {}, "a\u00a0b": {}, "\u3164": {}, "‘a": {}, "a\u0301": {},
	} {
		if got := [2]bool{Plain(text), Argument(text)}; got != want {
			t.Errorf("%q is plain, an argument: %v, want %v", text, got, want)
		}
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	for _, shell := range Names() {
		for _, program := range []string{"keyctl", "keyctl-cloud", "k.2_x+y"} {
			script, err := Script(shell, program)
			if err != nil || !strings.Contains(script, program) || strings.Contains(script, "PROGRAM") || strings.Contains(script, "FUNCTION") {
				t.Errorf("%s for %s: %v: %s", shell, program, err, script)
			}
		}
	}
	for _, program := range []string{"", "a b", "a;b", "$(x)", "a'b", "-x", "a/b", "a\nb", "ü", "~"} {
		if script, err := Script("bash", program); err == nil {
			t.Errorf("for %q: %s", program, script)
		}
	}
	for _, shell := range []string{"", "sh", "Bash", "bahs", "pwsh\x1b[2J"} {
		if script, err := Script(shell, "keyctl"); err == nil {
			t.Errorf("for the shell %q: %s", shell, script)
		}
	}
}

// Shells read their scripts without a complaint.
func TestSyntax(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(shell); err != nil {
				t.Skipf("%s is not installed", shell)
			}
			for _, program := range []string{"keyctl", "keyctl-cloud"} {
				script, _ := Script(shell, program)
				check := exec.CommandContext(t.Context(), shell, "-n")
				check.Stdin = strings.NewReader(script)
				if told, err := check.CombinedOutput(); err != nil || len(told) > 0 {
					t.Errorf("%v: %s", err, told)
				}
			}
		})
	}
}
