package consoles_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// literal is a request file: a line, headers, an empty line, a body.
type literal struct {
	method, path string
	header       http.Header
	body         string
}

func readRequest(t *testing.T, console, file string) literal {
	t.Helper()
	head, body, _ := strings.Cut(read(t, console, file+".request.http"), "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	l := literal{header: http.Header{}, body: strings.TrimSpace(body)}
	l.method, l.path, _ = strings.Cut(lines[0], " ")
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		l.header.Set(name, value)
	}
	return l
}

// TestRequestsAreThoseOfTheDocuments sends each wish to a server of bytes.
func TestRequestsAreThoseOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, e := range exchanges(t) {
		t.Run(e.console+"/"+e.File, func(t *testing.T) {
			t.Parallel()
			want := readRequest(t, e.console, e.File)
			got := sentFor(t, e)
			if got.method != want.method || got.path != want.path {
				t.Errorf("sent %s %s, want %s %s", got.method, got.path, want.method, want.path)
			}
			if diff := cmp.Diff(parse(t, want.body), parse(t, got.body)); diff != "" {
				t.Errorf("the body differs (-document +sent):\n%s", diff)
			}
			for _, name := range []string{"User-Agent", "Accept-Encoding", "Connection", "Content-Length", "Accept"} {
				got.header.Del(name)
			}
			if diff := cmp.Diff(want.header, got.header); diff != "" {
				t.Errorf("the headers differ (-document +sent):\n%s", diff)
			}
		})
	}
}

// sentFor gives what arrives for a wish, with the host that it would go to. What
// comes before it is answered as documented.
func sentFor(t *testing.T, e exchange) literal {
	t.Helper()
	dialect, err := find(t, e.console).Dialect().With(e.options())
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(dialect.Base)
	if err != nil || base.Scheme != "https" {
		t.Fatalf("the base URL is %s, %v", dialect.Base, err)
	}
	host := base.Host
	if service, err := url.Parse(dialect.Actions[e.Verb].Host); err == nil && service.Host != "" {
		host = service.Host
	}
	var answers []string
	for _, before := range e.After {
		answers = append(answers, read(t, e.console, before+".response.json"))
	}
	var got []literal
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		header := r.Header.Clone()
		header.Set("Host", host)
		got = append(got, literal{r.Method, r.RequestURI, header, string(body)})
		if len(got) <= len(answers) {
			_, _ = io.WriteString(w, answers[len(got)-1])
			return
		}
		w.WriteHeader(http.StatusBadRequest)
	}))
	defer server.Close()
	credential, secret := placeholders(t, e.console)
	c, err := client.New(client.Settings{
		Dialect: dialect, Base: server.URL + base.Path,
		Credential: client.Credential{Secret: secrets.New(credential), Origin: server.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = carryOut(t, c, e, secrets.New(secret))
	if errs.KindOf(err) != errs.Failed || len(got) != len(answers)+1 {
		t.Fatalf("sent %v, and it ended with %v", got, err)
	}
	return got[len(got)-1]
}

// carryOut tells a client what is wished; the secret is tried by verify.
func carryOut(t *testing.T, c *client.Client, e exchange, secret secrets.Secret) (err error) {
	t.Helper()
	switch e.Verb {
	case client.VerbCreate:
		_, err = c.Create(t.Context(), e.draft(t), client.Before{}, keep)
	case client.VerbList:
		for _, err = range c.List(t.Context()) {
		}
	case client.VerbVerify:
		verified, failed := c.Verify(t.Context(), secret)
		if err = failed; err == nil {
			err = errs.Errorf(errs.Failed, "%s: %s", verified.Verdict, verified.Why)
		}
	case client.VerbUsage:
		begin := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		_, err = c.Usage(t.Context(), client.Key{ID: e.ID}, begin, begin.AddDate(0, 0, 7))
	case client.VerbSecret:
		_, err = c.SecretAgain(t.Context(), e.ID)
	default:
		var results []client.Result
		results, err = c.Change(t.Context(), e.Verb, []client.Key{{ID: e.ID}}, e.draft(t))
		if err == nil {
			err = results[0].Err
		}
	}
	return err
}

func parse(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
