package identity

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func TestEachPlaceKeepsWhatOpensTheJournal(t *testing.T) {
	t.Parallel()
	for place, files := range map[Place][]string{
		InKeyring: {"identity.lock", "keyring.recipient"},
		InFile:    {"file.recipient", "identity.age", "identity.lock"},
		Local:     {"identity", "identity.lock", "local.recipient"},
	} {
		k := keeper(t, place)
		first := recipient(t, k)
		again, err := unasked(t, k).Recipient(t.Context())
		if first.Place != place || again != first || err != nil {
			t.Errorf("%s: got %+v, then %+v, %v", place, first, again, err)
		}
		if setUp, err := unasked(t, k).SetUp(t.Context(), place); setUp != first || err != nil {
			t.Errorf("%s: set up again as %+v, %v", place, setUp, err)
		}
		opens(t, k, first)
		holds(t, k, files...)
		if got := content(t, k.at(string(place)+".recipient")); got != first.Text+"\n" {
			t.Errorf("%s: the recipient is %q", place, got)
		}
		for _, name := range files {
			if info, err := os.Stat(k.at(name)); err != nil || info.Mode().Perm()&0o022 != 0 || name != "identity.lock" && info.Mode() != 0o600 {
				t.Errorf("%s: %s has %v, %v", place, name, info.Mode(), err)
			}
		}
		for _, folder := range []string{k.Folder, filepath.Dir(k.Folder)} {
			if info, err := os.Stat(folder); err != nil || info.Mode() != 0o700|fs.ModeDir {
				t.Errorf("%s: %s has %v, %v", place, folder, info.Mode(), err)
			}
		}
	}
}

// The profiles have passphrases of their own, and one of them opens the file.
func TestWhosePassphraseOpensTheFileIsKept(t *testing.T) {
	t.Parallel()
	k := keeper(t, InFile)
	k.Profile = "work"
	recipient(t, k)
	holds(t, k, "file.recipient", "identity.age", "identity.lock", "identity.profile")
	k.Profile = "home"
	recipient(t, k)
	if owner := k.Owner(); owner != "work" {
		t.Errorf("it is that of %q", owner)
	}
	for text, want := range map[string]string{"": "", "a\x1b[2J\n": `a\u001b[2J`, strings.Repeat("x", 2<<10): ""} {
		put(t, k, "identity.profile", text)
		if owner := k.Owner(); owner != want {
			t.Errorf("%.20q: it is that of %q", text, owner)
		}
	}
	_ = os.Remove(k.at("file.recipient"))
	_ = os.Remove(k.at("identity.age"))
	k.Profile = ""
	recipient(t, k)
	holds(t, k, "file.recipient", "identity.age", "identity.lock")
	for _, place := range []Place{InKeyring, Local} {
		k := keeper(t, place)
		k.Profile = "work"
		if recipient(t, k); k.Owner() != "" {
			t.Errorf("%s: it is that of %q", place, k.Owner())
		}
	}
}

func TestWithoutAChoiceAPlaceIsFoundThatNeedsNobody(t *testing.T) {
	t.Parallel()
	locked := denied("the keyring is locked")
	for name, test := range map[string]struct {
		keyring Keyring
		phrase  bool
		want    Place
	}{
		"both":                             {&memory{}, true, InKeyring},
		"a keyring":                        {&memory{}, false, InKeyring},
		"a passphrase":                     {&memory{check: locked}, true, InFile},
		"no keyring, but a passphrase":     {nil, true, InFile},
		"a keyring that takes nothing":     {&memory{set: locked}, true, InFile},
		"a keyring that only says so":      {&memory{forgets: true}, true, InFile},
		"neither":                          {&memory{check: locked}, false, ""},
		"nothing at all":                   {nil, false, ""},
		"a keyring that takes nothing, no": {&memory{set: locked}, false, ""},
	} {
		k := keeper(t, "")
		k.Keyring, k.HasPassphrase = test.keyring, test.phrase
		if !test.phrase {
			k = unasked(t, k)
		}
		for range 2 {
			r, err := k.Recipient(t.Context())
			if err != nil || r.Place != test.want || (r.Text == "") != (test.want == "") {
				t.Errorf("%s: got %+v, %v, want %q", name, r, err, test.want)
			}
			if found, err := k.Found(); found != r || err != nil {
				t.Errorf("%s: found %+v, %v", name, found, err)
			}
		}
		if test.want == "" && test.keyring == nil {
			holds(t, k)
		}
	}
}

func TestWhatIsSetUpComesBeforeWhatCouldBe(t *testing.T) {
	t.Parallel()
	k := keeper(t, "")
	local, err := k.SetUp(t.Context(), Local)
	if err != nil {
		t.Fatal(err)
	}
	k.Keyring = &memory{check: denied("locked")}
	file := recipient(t, k)
	if file.Place != InFile || file == local {
		t.Errorf("local is taken without a choice: %+v", file)
	}
	ring := &memory{}
	k.Keyring = ring
	if r := recipient(t, unasked(t, k)); r != file || ring.sets != 0 {
		t.Errorf("got %+v, want the file's", r)
	}
	kept, err := k.SetUp(t.Context(), InKeyring)
	if err != nil {
		t.Fatal(err)
	}
	for choice, want := range map[Place]Recipient{"": kept, InKeyring: kept, InFile: file, Local: local, Nowhere: {}} {
		k.Choice = choice
		if r, err := unasked(t, k).Recipient(t.Context()); r != want || err != nil {
			t.Errorf("%q: got %+v, %v, want %+v", choice, r, err, want)
		}
		if want != (Recipient{}) {
			opens(t, k, want) // whatever is chosen now
		}
	}
}

func TestAChosenPlaceThatCannotBeUsedIsAnError(t *testing.T) {
	t.Parallel()
	nobody := func(context.Context, bool) (secrets.Secret, error) {
		return secrets.Secret{}, errs.Errorf(errs.Denied, "there is no terminal").WithHint("set KEYCTL_PASSPHRASE")
	}
	for name, test := range map[string]struct {
		choice Place
		change func(*Keeper)
		kind   errs.Kind
		says   string
		hint   string
		unmade bool
	}{
		"a locked keyring":            {InKeyring, func(k *Keeper) { k.Keyring = &memory{check: denied("it is locked")} }, errs.Denied, "it is locked", "KEYCTL_JOURNAL", true},
		"no keyring":                  {InKeyring, func(k *Keeper) { k.Keyring = nil }, errs.Denied, "there is no keyring", "KEYCTL_JOURNAL", true},
		"one that takes nothing":      {InKeyring, func(k *Keeper) { k.Keyring = &memory{set: denied("it is full")} }, errs.Denied, "it is full", "KEYCTL_JOURNAL", false},
		"one that forgets":            {InKeyring, func(k *Keeper) { k.Keyring = &memory{forgets: true} }, errs.Denied, "cannot be kept in the keyring", "KEYCTL_JOURNAL", false},
		"nobody to type":              {InFile, func(k *Keeper) { k.Passphrase = nobody }, errs.Denied, "no terminal", "KEYCTL_PASSPHRASE", true},
		"an empty passphrase":         {InFile, func(k *Keeper) { k.Passphrase = typed("") }, errs.Denied, "the passphrase is empty", "protects nothing", true},
		"no folder for the keyring":   {InKeyring, func(k *Keeper) { k.Folder = "" }, errs.Usage, "no place for the journal", "XDG_STATE_HOME", true},
		"no folder for the file":      {InFile, func(k *Keeper) { k.Folder = "" }, errs.Usage, "no place for the journal", "XDG_STATE_HOME", true},
		"no folder for what is local": {Local, func(k *Keeper) { k.Folder = "" }, errs.Usage, "no place for the journal", "XDG_STATE_HOME", true},
		"no such place":               {"cloud", func(*Keeper) {}, errs.Usage, "cloud", "keyring, file or local", true},
	} {
		k := keeper(t, test.choice)
		test.change(&k)
		r, err := k.Recipient(t.Context())
		wrong(t, name, err, test.kind, test.says, test.hint)
		if r != (Recipient{}) {
			t.Errorf("%s: got %+v", name, r)
		}
		if found, err := k.Found(); found != (Recipient{}) || err != nil {
			t.Errorf("%s: found %+v, %v", name, found, err)
		}
		if k.Folder != "" && test.unmade {
			holds(t, k)
		} else if k.Folder != "" {
			holds(t, k, "identity.lock")
		}
	}
	_, err := keeper(t, "").SetUp(t.Context(), Nowhere)
	wrong(t, "nowhere", err, errs.Usage, "none", "keyring, file or local")
}

func TestNextTellsWithoutSettingUp(t *testing.T) {
	t.Parallel()
	locked := &memory{check: denied("it is locked")}
	for name, test := range map[string]struct {
		choice  Place
		keyring Keyring
		phrase  bool
		want    Place
		fails   bool
	}{
		"found":          {"", &memory{}, true, InKeyring, false},
		"locked":         {"", locked, true, InFile, false},
		"neither":        {"", locked, false, Nowhere, false},
		"none":           {Nowhere, &memory{}, true, Nowhere, false},
		"chosen":         {InFile, &memory{}, false, InFile, false},
		"chosen, locked": {InKeyring, locked, true, InKeyring, true},
	} {
		k := unasked(t, keeper(t, test.choice))
		k.Keyring, k.HasPassphrase = test.keyring, test.phrase
		if place, err := k.Next(t.Context()); place != test.want || (err != nil) != test.fails {
			t.Errorf("%s: got %q, %v", name, place, err)
		}
		holds(t, k)
	}
	if place, err := (Keeper{Keyring: &memory{}}).Next(t.Context()); place != Nowhere || err != nil {
		t.Errorf("without a folder: got %q, %v", place, err)
	}
}

func TestAnInterruptedSetUpLeavesNothing(t *testing.T) {
	t.Parallel()
	reason := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	for _, choice := range []Place{"", InFile, Local} {
		k := keeper(t, choice)
		k.Keyring = &memory{check: denied("interrupted")}
		_, err := k.Recipient(ctx)
		if !errors.Is(err, reason) {
			t.Errorf("%q: got %v", choice, err)
		}
		wrong(t, string(choice), err, errs.Failed, "stopped", "try again")
		if _, err := os.Stat(k.at(string(choice) + ".recipient")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", choice, err)
		}
	}
}
