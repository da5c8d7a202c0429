package account

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/client/pace"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/errs"
	"keyctl/internal/redact"
	"keyctl/internal/secrets"
	"keyctl/output/notes"
)

// newOpener is an opener without a terminal and without an environment, whose
// notes go to a writer.
func newOpener(stderr io.Writer) Opener {
	return Opener{
		Environment: func(string) string { return "" }, Notes: notes.Notes{Stderr: stderr},
		Redactor: &redact.Redactor{}, Windows: &client.Windows{},
	}
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
	opener := newOpener(writing(func(text string) { told.WriteString(text); cancel() }))
	console, _ := consoles.Find("huddle01")
	dialect := console.Dialect()
	dialect.Limit = pace.Rate{Requests: 1, Period: time.Hour}
	list := func(key string) error {
		opened, err := opener.Connect(ctx, config.Profile{Name: "x", Console: "huddle01", Base: server.URL}, dialect,
			func(_ context.Context, _ config.Profile, origin string) (client.Credential, error) {
				return client.Credential{Secret: secrets.New(key), Origin: origin}, nil
			})
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		for _, err = range opened.List(ctx) {
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
	dialect := client.Dialect{Console: "hostupcloud", Limit: pace.Rate{Requests: 60, Period: time.Minute}}
	for _, test := range []struct {
		pause  time.Duration
		change func(*Opener)
		want   string
	}{
		{41*time.Second + 1, func(*Opener) {}, "waiting 42 s: hostupcloud takes 60 requests in a minute\n"},
		{time.Second, func(o *Opener) { o.Trace = io.Discard }, "waiting 1 s: hostupcloud takes 60 requests in a minute\n"},
		{time.Second - 1, func(*Opener) {}, ""},
		{time.Minute, func(o *Opener) { o.Notes.Quiet = true }, ""},
		{time.Minute, func(o *Opener) { o.Notes.JSON = true }, ""},
		{time.Minute, func(o *Opener) { o.Unattended = true }, ""},
	} {
		var noted strings.Builder
		opener := newOpener(&noted)
		test.change(&opener)
		opener.rest(dialect, test.pause)
		if noted.String() != test.want {
			t.Errorf("%s: noted %q, want %q", test.pause, noted.String(), test.want)
		}
	}
}

// TestAnAccountIsGivenWhatItsProfileSays and a flag.
func TestAnAccountIsGivenWhatItsProfileSays(t *testing.T) {
	t.Parallel()
	opener := newOpener(io.Discard)
	settings := opener.clientSettings(client.Dialect{}, config.Profile{ModelURL: "https://models.example", Base: "https://base.example"})
	if settings.ModelURL != "https://models.example" || settings.Base != "https://base.example" || settings.Resting == nil {
		t.Errorf("got %+v", settings)
	}
	opener.Settings.Profile, opener.ProfileByFlag = "sandbox-huddle01", true
	opener.Workspace, opener.WorkspaceByFlag, opener.Everyone = "42", true, true
	profile, err := opener.Choose()
	if err != nil || profile.Options.Workspace != "42" || !profile.Options.Everyone {
		t.Errorf("got %+v, %v", profile.Options, err)
	}
	if _, err := Dialect(profile); errs.KindOf(err) != errs.Unsupported {
		t.Errorf("got %v", err)
	}
}
