package cmd_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"keyctl/emulator"
)

// stage is what a script has set up.
type stage struct {
	console *console
	told    int // how many of the console's requests the script has seen
}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stage{}).(*stage) }

func pointTo(ts *testscript.TestScript, name, base, key string) {
	ts.Setenv("KEYCTL_CONSOLE", name)
	ts.Setenv("KEYCTL_BASE_URL", base)
	ts.Setenv("KEYCTL_API_KEY", key)
}

// scriptConsole serves an embedded console that logs its requests, and points
// the environment to it:
//
//	console NAME [limit=N] [rate=N] [STATUS@VERB*N…]
//
// Where the account has another member, COLLEAGUE holds the credential.
func scriptConsole(ts *testscript.TestScript, _ bool, args []string) {
	settings := emulator.Settings{}
	for _, word := range args[1:] {
		if name, value, found := strings.Cut(word, "="); found {
			number, err := strconv.Atoi(value)
			ts.Check(err)
			switch name {
			case "limit":
				settings.Limit = number
			case "rate":
				settings.RequestsPerMinute = number
			default:
				ts.Fatalf("a console has no %s", name)
			}
			continue
		}
		fault, err := emulator.ParseFault(word)
		ts.Check(err)
		settings.Faults = append(settings.Faults, fault)
	}
	served, err := startConsole(args[0], settings, nil)
	ts.Check(err)
	ts.Defer(served.stop)
	*stageOf(ts) = stage{console: served}
	pointTo(ts, args[0], served.base, served.key)
	ts.Setenv("COLLEAGUE", served.embedded.MemberCredential(args[0], "colleague"))
}

// scriptServe runs the program's own emulator and points the environment to
// one of its consoles:
//
//	serve NAME [FLAG…]
func scriptServe(ts *testscript.TestScript, _ bool, args []string) {
	served, err := startEmulator([]string{"HOME=" + ts.Getenv("HOME")}, args[1:]...)
	ts.Check(err)
	ts.Defer(func() { _ = served.Process.Kill(); _ = served.Wait() })
	at := served.Consoles[args[0]]
	pointTo(ts, args[0], at.BaseURL, at.APIKey)
}

// run runs a command to its end, gives its exit code, and checks what holds for
// every run: no secret and nothing but lines of text on stderr, and no request
// when the command says that it sent none.
func run(ts *testscript.TestScript, args []string) int {
	s := stageOf(ts)
	before := s.console.count("")
	err := ts.Exec(args[0], args[1:]...)
	code := 0
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if unclean := uncleanError(ts.ReadFile("stderr")); unclean != "" {
		ts.Fatalf("stderr holds %s", unclean)
	}
	if unclean := uncleanData(ts.ReadFile("stdout")); unclean != "" {
		ts.Fatalf("stdout holds %s", unclean)
	}
	if sent := s.console.count("") - before; (code == 2 || code == 6) && sent > 0 {
		ts.Fatalf("exit code %d, but %d requests were sent", code, sent)
	}
	return code
}

// scriptExits runs a command and compares its exit code:
//
//	exits CODE COMMAND [ARGUMENT…]
func scriptExits(ts *testscript.TestScript, _ bool, args []string) {
	if code := run(ts, args[1:]); strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// scriptRefused runs a command that ends with one line, a hint, and nothing on
// stdout; then again with -o json, where the same is told as one object:
//
//	refused CODE PATTERN keyctl [ARGUMENT…]
func scriptRefused(ts *testscript.TestScript, _ bool, args []string) {
	code, pattern, command := args[0], regexp.MustCompile(args[1]), args[2:]
	if chosen := slices.Index(command, "-o"); chosen < 0 || strings.HasPrefix(command[chosen+1], "json") {
		asJSON := slices.Clone(command)
		if chosen < 0 {
			asJSON = slices.Insert(asJSON, 1, "-o", "json")
		}
		scriptExits(ts, false, append([]string{code}, asJSON...))
		checkErrorObject(ts, code, pattern)
		if chosen >= 0 {
			return
		}
	}
	scriptExits(ts, false, append([]string{code}, command...))
	stderr := ts.ReadFile("stderr")
	what, hint, _ := strings.Cut(strings.TrimSuffix(stderr, "\n"), "\n")
	switch {
	case ts.ReadFile("stdout") != "":
		ts.Fatalf("stdout is not empty")
	case !regexp.MustCompile(`^[a-z0-9-]+: .*[^.]$`).MatchString(what) || !strings.HasPrefix(hint, "hint: ") || strings.Contains(hint, "\n"):
		ts.Fatalf("stderr is not one line and a hint")
	case !pattern.MatchString(stderr):
		ts.Fatalf("stderr doesn't match %s", pattern)
	}
}

// errorObject is an error as docs/json.md has it.
type errorObject struct {
	Error struct {
		Kind       string
		ExitCode   int `json:"exit_code"`
		Profile    *string
		Verb       *string
		Message    string
		Hint       *string
		KeyID      *string `json:"key_id"`
		Candidates []struct{ ID, Name string }
	}
}

func checkErrorObject(ts *testscript.TestScript, code string, pattern *regexp.Regexp) {
	if ts.ReadFile("stdout") != "" {
		ts.Fatalf("stdout is not empty")
	}
	var told errorObject
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile("stderr")))
	decoder.DisallowUnknownFields()
	ts.Check(decoder.Decode(&told))
	e := told.Error
	switch {
	case strings.Count(ts.ReadFile("stderr"), "\n") != 1:
		ts.Fatalf("the error is not one object on one line")
	case strconv.Itoa(e.ExitCode) != code || e.Kind == "" || e.Hint == nil || e.Candidates == nil:
		ts.Fatalf("the error has not all that it should have")
	case !pattern.MatchString(e.Message + "\n" + *e.Hint):
		ts.Fatalf("the error doesn't match %s", pattern)
	}
}

// scriptSent compares the methods of the requests since it was asked last:
//
//	sent [METHOD…]
func scriptSent(ts *testscript.TestScript, _ bool, args []string) {
	s := stageOf(ts)
	sent := s.console.methods()
	if got := sent[s.told:]; !slices.Equal(got, args) {
		ts.Fatalf("%v was sent, want %v", got, args)
	}
	s.told = len(sent)
}

// scriptAsked compares the requests since the console was asked last, each with
// its query and body behind it:
//
//	asked [PATTERN…]
func scriptAsked(ts *testscript.TestScript, _ bool, args []string) {
	s := stageOf(ts)
	all := s.console.requests()
	since := all[s.told:]
	s.told = len(all)
	if len(since) != len(args) {
		ts.Fatalf("%d requests were sent, want %d: %v", len(since), len(args), s.console.methods()[len(all)-len(since):])
	}
	for i, r := range since {
		if line := r.line(); !regexp.MustCompile(args[i]).MatchString(line) {
			ts.Fatalf("request %d is %s, want %s", i+1, line, args[i])
		}
	}
}

// scriptChat asks a model of a d.run console with a key's secret, which costs
// tokens. The console's log doesn't have it:
//
//	chat STATUS SECRET [WORD…]
func scriptChat(ts *testscript.TestScript, _ bool, args []string) {
	s := stageOf(ts)
	body, err := json.Marshal(map[string]any{
		"model": "public/deepseek-r1", "messages": []map[string]string{{"role": "user", "content": strings.Join(args[2:], " ")}},
	})
	ts.Check(err)
	request := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/drun/v1/chat/completions", bytes.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+args[1])
	answer := httptest.NewRecorder()
	s.console.embedded.Handler().ServeHTTP(answer, request)
	if strconv.Itoa(answer.Code) != args[0] {
		ts.Fatalf("the model answered %d, want %s", answer.Code, args[0])
	}
}

// scriptCapture puts what a pattern's group finds in stdout into a variable:
//
//	capture VARIABLE PATTERN
func scriptCapture(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(`(?m)` + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("stdout doesn't match %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// scriptAccount takes the console out of the environment again, for scripts
// that sign in: its base URL is in BASE, the credential in KEY and key.txt, which
// nobody else can read.
func scriptAccount(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("BASE", ts.Getenv("KEYCTL_BASE_URL"))
	ts.Setenv("KEY", ts.Getenv("KEYCTL_API_KEY"))
	ts.Check(os.WriteFile(ts.MkAbs("key.txt"), []byte(ts.Getenv("KEY")+"\n"), 0o600))
	pointTo(ts, "", "", "")
}

// scriptHangUp stops the console, as if it were down.
func scriptHangUp(ts *testscript.TestScript, _ bool, _ []string) { stageOf(ts).console.stop() }
