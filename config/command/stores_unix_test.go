//go:build unix

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPassGivesTheFirstLineOfAnEntry runs the real password store, on a key
// that is made for it.
func TestPassGivesTheFirstLineOfAnEntry(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"pass", "gpg", "gpgconf"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s isn't installed: apt-get install pass gnupg", program)
		}
	}
	home, err := os.MkdirTemp("", "g") //nolint:usetesting // the path of the agent's socket must be short
	if err != nil {
		t.Fatal(err)
	}
	variables := []string{"HOME=" + home, "GNUPGHOME=" + home, "PASSWORD_STORE_DIR=" + filepath.Join(home, "store"), "PATH=" + os.Getenv("PATH"), "TERM=dumb"}
	run := func(input string, words ...string) {
		command := exec.CommandContext(t.Context(), words[0], words[1:]...)
		command.Env, command.Stdin = variables, strings.NewReader(input)
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", words, err, output)
		}
	}
	t.Cleanup(func() {
		command := exec.Command("gpgconf", "--kill", "all")
		command.Env = variables
		_ = command.Run()
		_ = os.RemoveAll(home)
	})
	run("", "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "test@keyctl.example", "default", "default", "never")
	run("", "pass", "init", "test@keyctl.example")
	run(secret+"\nuser: me\nurl: https://gpu.example\n", "pass", "insert", "--multiline", "keyctl/work")
	got, err := Run(t.Context(), []string{"pass", "show", "keyctl/work"}, Options{Environment: variables})
	if err != nil || got.Reveal() != secret {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
	var said strings.Builder
	_, err = Run(t.Context(), []string{"pass", "show", "keyctl/other"}, Options{Environment: variables, Stderr: &said})
	if err == nil || !strings.Contains(err.Error(), `"pass" failed with exit status 1`) || !strings.Contains(said.String(), "is not in the password store") {
		t.Errorf("got %v, and %q", err, said.String())
	}
}

// TestTheDocumentedCallsOfOtherStoresWork: the stand-ins take the arguments
// that the manuals of op, vault, aws and security name, and no others.
func TestTheDocumentedCallsOfOtherStoresWork(t *testing.T) {
	t.Parallel()
	for want, words := range map[string][]string{
		"read|op://ci/remotegpu/token|":                                                      {"op", "read", "op://ci/remotegpu/token"},
		"kv|get|-mount=secret|-field=token|ci/remotegpu|":                                    {"vault", "kv", "get", "-mount=secret", "-field=token", "ci/remotegpu"},
		"secretsmanager|get-secret-value|--secret-id|ci|--query|SecretString|--output|text|": {"aws", "secretsmanager", "get-secret-value", "--secret-id", "ci", "--query", "SecretString", "--output", "text"},
		"find-generic-password|-s|keyctl work|-w|":                                           {"security", "find-generic-password", "-s", "keyctl work", "-w"},
		"-d|--extract|[\"a\"][\"b\"]|/etc/ci.yaml|":                                          {"sops", "-d", "--extract", `["a"]["b"]`, "/etc/ci.yaml"},
		"get|secret|ci|-o|go-template={{.data.token}}|--context|$(id)|":                      {"kubectl", "get", "secret", "ci", "-o", "go-template={{.data.token}}", "--context", "$(id)"},
	} {
		folder := t.TempDir()
		script(t, folder, words[0], `if [ "$(printf '%s|' "$@")" = "$WANT" ]; then echo "$ANSWER"; else echo bad arguments >&2; exit 64; fi`)
		options := Options{Environment: []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "WANT=" + want, "ANSWER=" + secret}}
		if got, err := Run(t.Context(), words, options); err != nil || got.Reveal() != secret {
			t.Errorf("%v: got %q, %v", words, got.Reveal(), err)
		}
	}
}
