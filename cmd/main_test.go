package cmd_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"keyctl/cmd"
	"keyctl/internal/killpoint/killtest"
	"keyctl/internal/system"
)

// TestMain lets the tests run the program itself: under one of these names the
// test binary does what main does.
func TestMain(m *testing.M) {
	// These tests wait for processes and clocks more than they compute.
	_ = flag.Set("test.parallel", "8")
	program := func() { os.Exit(cmd.Execute(system.Process())) }
	testscript.Main(withMortal{m}, map[string]func(){"keyctl": program, "keyctl-cloud": program, "keyctl-inside": cmd.RunInside})
}

// mortal builds the program that dies at its killpoints.
var mortal = killtest.New("keyctl")

// withMortal removes it when all tests are done.
type withMortal struct{ *testing.M }

func (m withMortal) Run() int {
	defer mortal.Remove()
	return m.M.Run()
}

// mortalProgram is the program that dies at its killpoints, and is never slowed
// down by the race detector.
func mortalProgram(t testing.TB) string {
	t.Helper()
	path, err := mortal.Program()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// quickExit keeps the race detector from waiting a second at the end of each
// process.
const quickExit = "GORACE=atexit_sleep_ms=0"

func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                filepath.Join("testdata", "script"),
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			for _, name := range []string{"HOME", "USERPROFILE", "LOCALAPPDATA"} {
				env.Setenv(name, home)
			}
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
			env.Vars = append(env.Vars, quickExit)
			env.Values[stage{}] = &stage{}
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"console": scriptConsole,
			"serve":   scriptServe,
			"exits":   scriptExits,
			"refused": scriptRefused,
			"sent":    scriptSent,
			"asked":   scriptAsked,
			"chat":    scriptChat,
			"capture": scriptCapture,
			"account": scriptAccount,
			"hang-up": scriptHangUp,
		},
	})
}
