package info

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"keyctl/cmd/cli"
	"keyctl/emulator"
	"keyctl/internal/system"
)

func TestAnnounceNamesTheMembers(t *testing.T) {
	t.Parallel()
	number := 0
	half := func(console string, namespaces []string, members ...string) emulator.Half {
		return emulator.Half{
			Console: console, Path: "/" + console, Namespaces: namespaces, Members: members,
			NewCredential: func() string { number++; return console + "-" + string(rune('0'+number)) },
			Handler:       func(*emulator.Account) http.Handler { return http.NotFoundHandler() },
		}
	}
	halves := []emulator.Half{half("a", nil, "me", "colleague", "guest"), half("b", []string{"n"}), half("c", nil, "me")}
	halves[0].Workspaces = []string{"42", "7"}
	served, err := emulator.New(emulator.Settings{InMemory: true}, halves)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = served.Close() })
	for asJSON, want := range map[bool]string{
		true: `{"consoles":{"a":{"base_url":"http://here:1/a","api_key":"a-1","workspaces":["42","7"],"members":{"colleague":"a-2","guest":"a-3"}},` +
			`"b":{"base_url":"http://here:1/b","api_key":"b-4","namespaces":["n"]},"c":{"base_url":"http://here:1/c","api_key":"c-5"}}}` + "\n",
		false: `a
  KEYCTL_CONSOLE=a
  KEYCTL_BASE_URL=http://here:1/a
  KEYCTL_API_KEY=a-1
  KEYCTL_API_KEY=a-2 (colleague)
  KEYCTL_API_KEY=a-3 (guest)
  workspace 42
  workspace 7
b
  KEYCTL_CONSOLE=b
  KEYCTL_BASE_URL=http://here:1/b
  KEYCTL_API_KEY=b-4
  namespace n
c
  KEYCTL_CONSOLE=c
  KEYCTL_BASE_URL=http://here:1/c
  KEYCTL_API_KEY=c-5
listening on here:1; a signal ends it
`,
	} {
		path := filepath.Join(t.TempDir(), "stdout")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		run := &cli.Run{System: system.System{Out: file}}
		if err := announce(run, accessTo(served, halves, "here:1"), "here:1", asJSON); err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
		if err := announce(run, nil, "here:1", asJSON); err == nil {
			t.Error("a closed stdout is no error")
		}
	}
}
