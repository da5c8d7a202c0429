package file

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// handwritten has comments wherever a person puts them.
const handwritten = `# profiles of mine
# second line

# about current
current: work # today

# everything below is mine

profiles:
  # the work account
  work:
    console: huddle01   # gpu
    # behind the proxy
    base_url: https://gpu.example/api/v1

    keyring: os
    # foot of work

  # between the two

  # the robots
  ci: # line of ci
    console: "remotegpu"
    credential_command: [op, read, 'op://ci/remotegpu/token'] # 1password

  last:
    console: 'drun'
    keyring: none
    credential_command:
      # why pass
      - pass
      - show   # show it
      - drun

# end of file
`

// edited gives what an update makes of a text.
func edited(t *testing.T, content string, change func(*File)) string {
	t.Helper()
	store := stored(t, content)
	if err := store.Update(t.Context(), func(file *File) error { change(file); return nil }); err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	return text(t, store)
}

// TestAnUpdateTouchesOnlyWhatChanged: each line of a diff is told.
func TestAnUpdateTouchesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	change := func(name string, change func(*Stored)) func(*File) {
		return func(file *File) {
			profile := file.Profiles[name]
			change(&profile)
			file.Profiles[name] = profile
		}
	}
	for name, test := range map[string]struct {
		change  func(*File)
		replace []string // in pairs
	}{
		"another current": {func(f *File) { f.Current = "ci" }, []string{"current: work", "current: ci"}},
		"no current":      {func(f *File) { f.Current = "" }, []string{"# about current\ncurrent: work # today\n", ""}},
		"another console": {change("ci", func(p *Stored) { p.Console = "drun" }), []string{`"remotegpu"`, `"drun"`}},
		"no base URL":     {change("work", func(p *Stored) { p.BaseURL = "" }), []string{"    # behind the proxy\n    base_url: https://gpu.example/api/v1\n", ""}},
		"a CA file":       {change("work", func(p *Stored) { p.CAFile = "/a b.pem" }), []string{"    # foot of work\n", "    # foot of work\n\n    ca_file: /a b.pem\n"}},
		"a keyring for a command": {change("ci", func(p *Stored) { p.Keyring, p.CredentialCommand = KeepOS, nil }), []string{
			"    credential_command: [op, read, 'op://ci/remotegpu/token'] # 1password\n", "    keyring: os\n",
		}},
		"nothing for a command": {change("ci", func(p *Stored) { p.CredentialCommand = nil }), []string{
			"    credential_command: [op, read, 'op://ci/remotegpu/token'] # 1password\n", "    keyring: none\n",
		}},
		"other words": {change("ci", func(p *Stored) { p.CredentialCommand = []string{"a b", "#c", "true", "-"} }), []string{
			"[op, read, 'op://ci/remotegpu/token']", `[a b, '#c', "true", '-']`,
		}},
		"a command for a keyring": {change("work", func(p *Stored) { p.Keyring, p.CredentialCommand = KeepNone, []string{"pass"} }), []string{
			"keyring: os\n    # foot of work\n", "keyring: none\n    # foot of work\n\n    credential_command: [pass]\n",
		}},
		"a profile added": {func(f *File) { f.Profiles["0"] = Stored{Console: "drun", Keyring: KeepFile} }, []string{
			"      - drun\n", "      - drun\n  \"0\":\n    console: drun\n    keyring: file\n",
		}},
		"a profile removed": {func(f *File) { delete(f.Profiles, "ci") }, []string{
			"  # the robots\n  ci: # line of ci\n    console: \"remotegpu\"\n    credential_command: [op, read, 'op://ci/remotegpu/token'] # 1password\n", "",
		}},
	} {
		want := strings.NewReplacer("huddle01   #", "huddle01 #", "show   #", "show #").Replace(handwritten)
		for i := 0; i < len(test.replace); i += 2 {
			if !strings.Contains(want, test.replace[i]) {
				t.Fatalf("%s: %q isn't there", name, test.replace[i])
			}
			want = strings.Replace(want, test.replace[i], test.replace[i+1], 1)
		}
		if diff := cmp.Diff(want, edited(t, handwritten, test.change)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestEveryWayToWriteTheFileCanBeUpdated(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                              "profiles:\n  new:\n    console: huddle01\n    keyring: os\n",
		"# mine\n\n# all mine\n":        "# mine\n\n# all mine\n\nprofiles:\n  new:\n    console: huddle01\n    keyring: os\n",
		"profiles:\n":                   "profiles:\n  new:\n    console: huddle01\n    keyring: os\n",
		"# mine\nprofiles: {} # none\n": "# mine\nprofiles: # none\n  new:\n    console: huddle01\n    keyring: os\n",
		"--- # mine\n":                  "# mine\n\nprofiles:\n  new:\n    console: huddle01\n    keyring: os\n",
		"{profiles: {a: {console: drun, keyring: os}}}":   "{profiles: {a: {console: drun, keyring: os}, new: {console: huddle01, keyring: os}}}\n",
		"profiles:\r\n a:\r\n  {console: a, keyring: os}": "profiles:\n  a: {console: a, keyring: os}\n  new:\n    console: huddle01\n    keyring: os\n",
	} {
		got := edited(t, content, func(f *File) { _ = add("new")(f) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q:\n%s", content, diff)
		}
	}
}

// TestAnEmptyLineWithinAValueSurvives: it isn't one of the file.
func TestAnEmptyLineWithinAValueSurvives(t *testing.T) {
	t.Parallel()
	content := "profiles:\n  a:\n    console: drun\n\n    keyring: none\n    credential_command: [sh, -c, \"one\n\n      # two\"]\n  b:\n    console: drun\n    credential_command:\n      - |\n        x\n\n        # y\n"
	store := stored(t, content)
	before, err := store.Read()
	if err != nil || !slices.Equal(before.Profiles["a"].CredentialCommand, []string{"sh", "-c", "one\n# two"}) {
		t.Fatalf("got %+v, %v", before, err)
	}
	before.Profiles["new"] = Stored{Console: "drun", Keyring: KeepOS}
	if err := store.Update(t.Context(), func(f *File) error { return f.set("new", before.Profiles["new"]) }); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Read(); err != nil || !equalFiles(got, before) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func (f *File) set(name string, profile Stored) error { f.Profiles[name] = profile; return nil }

// TestCommentsSurviveWhereverTheyStand puts comments and empty lines into
// the example at random.
func TestCommentsSurviveWhereverTheyStand(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var b strings.Builder
		for line := range strings.Lines(strings.ReplaceAll(handwritten, "#", "-#")) {
			if strings.Contains(line, "-#") {
				continue
			}
			for random.IntN(4) == 0 {
				fmt.Fprintf(&b, "%s# %d\n", strings.Repeat(" ", random.IntN(7)), b.Len())
			}
			b.WriteString(strings.Repeat("\n", random.IntN(3)/2) + line)
		}
		content := b.String()
		before, err := parse([]byte(content))
		if err != nil {
			t.Fatalf("%v\n%s", err, content)
		}
		after := before.clone()
		_ = add("new")(&after)
		got, err := render([]byte(content), before, after)
		if diff := cmp.Diff(comments([]byte(content)), comments(got)); err != nil || diff != "" {
			t.Errorf("%v\n%s\n%s", err, content, diff)
		}
	}
}
