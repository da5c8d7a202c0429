package cmd

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
)

// newTestApp is a program without a terminal, whose stderr goes to a writer.
func newTestApp(t *testing.T, stderr io.Writer, args ...string) *app {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	a := newApp(System{Args: append([]string{"keyctl"}, args...), Environment: func(string) string { return "" }, In: file, Out: file, Err: file})
	if err := a.root().ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	a.stderr = stderr
	return a
}

// writing is a writer that a function sees the text of.
type writing func(text string)

func (w writing) Write(text []byte) (int, error) { w(string(text)); return len(text), nil }

// TestClientsWithOneCredentialShareALimit: what one of them sent counts for the
// other, and not for one with another credential.
func TestClientsWithOneCredentialShareALimit(t *testing.T) {
	t.Parallel()
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.Header.Get("X-API-Key")]++
		_, _ = io.WriteString(w, `{"code":"OK","data":[]}`)
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told strings.Builder
	a := newTestApp(t, writing(func(text string) { told.WriteString(text); cancel() }))
	console, _ := consoles.Find("huddle01")
	dialect := console.Dialect()
	dialect.Limit = client.Rate{Requests: 1, Period: time.Hour}
	list := func(key string) error {
		s, err := a.connect(ctx, config.Profile{Name: "x", Console: "huddle01", Base: server.URL}, dialect,
			func(_ context.Context, _ config.Profile, origin string) (client.Credential, error) {
				return client.Credential{Secret: client.NewSecret(key), Origin: origin}, nil
			})
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		for _, err = range s.List(ctx) {
			if err != nil {
				break
			}
		}
		return err
	}
	for _, key := range []string{"mk_the-first", "mk_the-other"} {
		if err := list(key); err != nil || told.Len() > 0 {
			t.Fatalf("%s: got %v, told %q", key, err, told.String())
		}
	}
	if err := list("mk_the-first"); err == nil || told.String() != "waiting 3600 s: huddle01 takes 1 requests in 1h0m0s\n" {
		t.Errorf("got %v, told %q", err, told.String())
	}
	if asked["mk_the-first"] != 1 || asked["mk_the-other"] != 1 {
		t.Errorf("asked %v", asked)
	}
}

func TestALongRestIsNoted(t *testing.T) {
	t.Parallel()
	dialect := client.Dialect{Console: "hostupcloud", Limit: client.Rate{Requests: 60, Period: time.Minute}}
	for _, test := range []struct {
		pause      time.Duration
		args       []string
		unattended bool
		want       string
	}{
		{41*time.Second + 1, nil, false, "waiting 42 s: hostupcloud takes 60 requests in a minute\n"},
		{time.Second, []string{"--debug"}, false, "waiting 1 s: hostupcloud takes 60 requests in a minute\n"},
		{time.Second - 1, nil, false, ""},
		{time.Minute, []string{"-q"}, false, ""},
		{time.Minute, []string{"-o", "json"}, false, ""},
		{time.Minute, nil, true, ""},
	} {
		var told strings.Builder
		a := newTestApp(t, &told, test.args...)
		a.unattended = test.unattended
		a.rest(dialect, test.pause)
		if told.String() != test.want {
			t.Errorf("%v: told %q, want %q", test, told.String(), test.want)
		}
	}
}

// TestAnInferredConsoleIsWarnedOf unless the profile says how it is asked.
func TestAnInferredConsoleIsWarnedOf(t *testing.T) {
	t.Parallel()
	dialect := client.Dialect{Console: "guessed", Actions: map[client.Verb]client.Action{
		client.VerbCreate: {Grade: client.Inferred}, client.VerbList: {Grade: client.Inferred}, client.VerbRevoke: {Grade: client.Documented},
		client.VerbRename: {Grade: client.Inferred},
	}}
	var told strings.Builder
	a := newTestApp(t, &told)
	a.warnOfInferred(loginPlan{dialect: dialect})
	const want = "warning: guessed documents nowhere how its keys are managed, and the requests for create, list are inferred; " +
		"`consoles` shows them, and requests and credential_header in the profile override them\n"
	if told.String() != want {
		t.Errorf("told %q", told.String())
	}
	told.Reset()
	a.warnOfInferred(loginPlan{dialect: dialect, profile: config.Profile{Options: client.Options{Routes: map[client.Verb]client.Route{client.VerbCreate: {}, client.VerbList: {}}}}})
	for _, name := range []string{"huddle01", "remotegpu"} {
		console, _ := consoles.Find(name)
		a.warnOfInferred(loginPlan{dialect: console.Dialect()})
	}
	newTestApp(t, &told, "-q").warnOfInferred(loginPlan{dialect: dialect})
	if told.String() != "" {
		t.Errorf("told %q", told.String())
	}
}

// TestASessionIsGivenWhatItsProfileSays and a flag.
func TestASessionIsGivenWhatItsProfileSays(t *testing.T) {
	t.Parallel()
	a := newTestApp(t, io.Discard)
	settings := a.clientSettings(client.Dialect{}, config.Profile{ModelURL: "https://models.example", Base: "https://base.example"})
	if settings.ModelURL != "https://models.example" || settings.Base != "https://base.example" || settings.Resting == nil {
		t.Errorf("got %+v", settings)
	}
	a = newTestApp(t, io.Discard, "-p", "sandbox-huddle01", "--workspace", "42")
	a.everyone = true
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	if err := a.choose(); err != nil || a.profile.Options.Workspace != "42" || !a.profile.Options.Everyone {
		t.Errorf("got %+v, %v", a.profile.Options, err)
	}
	if _, err := speak(a.profile); client.KindOf(err) != client.Unsupported {
		t.Errorf("got %v", err)
	}
}
