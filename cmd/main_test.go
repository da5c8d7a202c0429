package cmd_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"keyctl/cmd"
)

// TestMain lets the tests run the program itself: under one of these names the
// test binary does what main does.
func TestMain(m *testing.M) {
	// These tests wait for processes and clocks more than they compute.
	_ = flag.Set("test.parallel", "8")
	program := func() { os.Exit(cmd.Run(cmd.Process())) }
	testscript.Main(m, map[string]func(){"keyctl": program, "keyctl-cloud": program, "keyctl-inside": cmd.RunInside})
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
