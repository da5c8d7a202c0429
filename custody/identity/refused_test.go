package identity

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/passphrase"
	"keyctl/internal/secrets"
)

// A recipient that somebody else may have written is never sealed to, and never
// written over.
func TestARecipientThatIsNotOursIsRefused(t *testing.T) {
	t.Parallel()
	own, other := generate(t).Recipient().String(), generate(t).Recipient().String()
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":               "",
		"a line's end":          "\n",
		"without the line":      own,
		"cut short":             own[:40] + "\n",
		"a letter changed":      strings.Replace(own, own[20:21], map[bool]string{true: "p", false: "q"}[own[20] == 'q'], 1) + "\n",
		"two":                   own + "\n" + other + "\n",
		"two on a line":         own + " " + other + "\n",
		"a line behind":         own + "\n\n",
		"a comment":             "# mine\n" + own + "\n",
		"a space":               " " + own + "\n",
		"capitals":              strings.ToUpper(own) + "\n",
		"Windows' end":          own + "\r\n",
		"an identity":           generate(t).String() + "\n",
		"another kind":          hybrid.Recipient().String() + "\n",
		"an SSH key":            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN a@b\n",
		"a hostile text":        "\x1b[2J\u202e\n",
		"far too much":          strings.Repeat(own+"\n", 100),
		"zeros of a torn write": strings.Repeat("\x00", len(own)+1),
	} {
		for choice, file := range map[Place]string{InKeyring: "keyring.recipient", InFile: "file.recipient", Local: "local.recipient", "": "file.recipient"} {
			k := unasked(t, keeper(t, choice))
			put(t, k, file, text)
			r, err := k.Recipient(t.Context())
			wrong(t, name, err, errs.Failed, file, "")
			if choice != "" {
				_, err := k.SetUp(t.Context(), choice)
				wrong(t, name, err, errs.Failed, file, "")
			}
			if r != (Recipient{}) || content(t, k.at(file)) != text {
				t.Errorf("%s: got %+v, and it is now %q", name, r, content(t, k.at(file)))
			}
			holds(t, k, file)
		}
	}
}

func TestALinkedOrOpenRecipientIsRefused(t *testing.T) {
	t.Parallel()
	elsewhere := keeper(t, Local)
	theirs := recipient(t, elsewhere)
	linked, folder, open, inFolder := keeper(t, Local), keeper(t, Local), keeper(t, Local), keeper(t, Local)
	put(t, open, "local.recipient", theirs.Text+"\n")
	if err := errors.Join(
		os.MkdirAll(linked.Folder, 0o700), os.Symlink(elsewhere.at("local.recipient"), linked.at("local.recipient")),
		os.MkdirAll(filepath.Dir(folder.Folder), 0o700), os.Symlink(elsewhere.Folder, folder.Folder),
		os.Chmod(open.at("local.recipient"), 0o622),
		os.MkdirAll(inFolder.at("local.recipient"), 0o700),
	); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		k    Keeper
		want error
	}{
		"a link": {linked, atomicfile.ErrLink}, "a linked folder": {folder, atomicfile.ErrLink},
		"writable by others": {open, atomicfile.ErrOpen}, "a folder": {inFolder, atomicfile.ErrNotRegular},
	} {
		r, err := test.k.Recipient(t.Context())
		wrong(t, name, err, errs.Failed, "", "")
		if !errors.Is(err, test.want) || r != (Recipient{}) {
			t.Errorf("%s: got %+v, %v", name, r, err)
		}
	}
}

func TestAnIdentityThatIsGoneOrReplacedIsTold(t *testing.T) {
	t.Parallel()
	stranger := generate(t)
	sealed := func(text string) string {
		content, err := passphrase.Encrypt(secrets.New(text), secrets.New(phrase))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	other, rubbish, another := sealed(stranger.String()+"\n"), sealed("AGE-SECRET-KEY-1NONE\n"), "not an age file\n"
	for _, place := range []Place{InKeyring, InFile, Local} {
		k := keeper(t, place)
		ring := &memory{}
		k.Keyring = ring
		r := recipient(t, k)
		replace := func(plain, encrypted string) {
			switch place {
			case InKeyring:
				ring.entries["journal "+r.Text] = secrets.New(strings.TrimSpace(plain))
			case InFile:
				put(t, k, "identity.age", encrypted)
			case Local:
				put(t, k, "identity", plain)
			}
		}
		tell := func(name, says, hint string) {
			t.Helper()
			identity, err := k.Identity(t.Context(), r)
			wrong(t, string(place)+": "+name, err, errs.Denied, says, hint)
			if identity != nil {
				t.Errorf("%s: %s: it is given all the same", place, name)
			}
			if opened, err := k.Check(t.Context(), r); opened || err == nil {
				t.Errorf("%s: %s: the check says %v, %v", place, name, opened, err)
			}
		}
		replace(stranger.String()+"\n", other)
		tell("another's", "opens another journal", r.Text)
		replace("AGE-SECRET-KEY-1NONE\n", rubbish)
		tell("rubbish", "is no age identity", "backup")
		if place == InFile {
			replace("", another)
			tell("another program's", "is not encrypted with age", "restore it")
			k.Passphrase = typed("wrong")
			replace("", other)
			tell("a wrong passphrase", "the passphrase does not open the identity file", "try again")
			put(t, k, "identity.profile", "work\n")
			tell("that of another", "the passphrase does not open the identity file", "with which the profile work was signed in")
		}
		ring.entries = nil
		_ = os.Remove(k.at("identity"))
		_ = os.Remove(k.at("identity.age"))
		tell("gone", "is gone: it was kept in", "recover ID --revoke")
		if _, err := k.Identity(t.Context(), r); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v", place, err)
		}
	}
	for _, r := range []Recipient{{}, {Text: stranger.Recipient().String(), Place: Nowhere}, {Text: "x", Place: "cloud"}} {
		_, err := keeper(t, "").Identity(t.Context(), r)
		wrong(t, "no place", err, errs.Denied, "no identity", "keyring, file or local")
	}
}

func TestAFileIsCheckedWithoutItsPassphrase(t *testing.T) {
	t.Parallel()
	k := keeper(t, InFile)
	r := recipient(t, k)
	if opened, err := k.Check(t.Context(), r); !opened || err != nil {
		t.Errorf("with it: %v, %v", opened, err)
	}
	k.HasPassphrase = false
	k = unasked(t, k)
	if opened, err := k.Check(t.Context(), r); opened || err != nil {
		t.Errorf("without: %v, %v", opened, err)
	}
	put(t, k, "identity.age", "x")
	_, err := k.Check(t.Context(), r)
	wrong(t, "damaged", err, errs.Denied, "is not encrypted with age", "")
	_ = os.Remove(k.at("identity.age"))
	_, err = k.Check(t.Context(), r)
	wrong(t, "gone", err, errs.Denied, "is gone", "backup")
}

// What lies where the identity would go is nobody's to replace.
func TestWhatLiesInTheWayIsNotReplaced(t *testing.T) {
	t.Parallel()
	for name, file := range map[Place]string{InFile: "identity.age", Local: "identity"} {
		k := keeper(t, name)
		put(t, k, file, "somebody's notes\n")
		_, err := k.Recipient(t.Context())
		wrong(t, file, err, errs.KindOf(err), "", "")
		if kind := errs.KindOf(err); kind != errs.Usage && kind != errs.Denied {
			t.Errorf("%s: the kind is %v", file, kind)
		}
		if content(t, k.at(file)) != "somebody's notes\n" {
			t.Errorf("%s: it was replaced", file)
		}
		holds(t, k, file, "identity.lock")
	}
}

func TestAFolderThatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]string{"below a device": filepath.Join(os.DevNull, "state", "journal"), "below a kernel's": "/proc/keyctl/journal"} {
		for _, choice := range []Place{"", InKeyring, InFile, Local} {
			k := keeper(t, choice)
			k.Folder = folder
			r, err := k.Recipient(t.Context())
			wrong(t, name, err, errs.Usage, "the folder", "")
			if r != (Recipient{}) {
				t.Errorf("%s: got %+v", name, r)
			}
		}
		if found, err := (Keeper{Folder: folder}).Found(); found != (Recipient{}) || err != nil {
			t.Errorf("%s: found %+v, %v", name, found, err)
		}
	}
	for _, choice := range []Place{InKeyring, InFile, Local} {
		k := keeper(t, choice)
		put(t, k, "identity.lock", "")
		if err := errors.Join(os.Remove(k.at("identity.lock")), os.Mkdir(k.at("identity.lock"), 0o700)); err != nil {
			t.Fatal(err)
		}
		_, err := k.Recipient(t.Context())
		wrong(t, "no lock", err, errs.Usage, "cannot lock", "look at what is there")
		holds(t, k, "identity.lock")
	}
}
