package agefile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"keyctl/internal/errs"
	"keyctl/internal/passphrase"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const (
	secret = "mk_4929de1f505b514f84988e4992cd23da"
	phrase = "correct horse battery staple"
)

// files gives the files of a folder of their own, under a passphrase.
func files(t *testing.T, passphrase string) Files {
	t.Helper()
	return Files{Folder: filepath.Join(t.TempDir(), "keyctl"), Passphrase: typed(passphrase)}
}

func typed(passphrase string) func(context.Context, bool) (secrets.Secret, error) {
	return func(context.Context, bool) (secrets.Secret, error) { return secrets.New(passphrase), nil }
}

// unasked fails the test when it is asked for a passphrase.
func unasked(t *testing.T, f Files) Files {
	t.Helper()
	f.Passphrase = func(context.Context, bool) (secrets.Secret, error) {
		t.Error("asked for a passphrase")
		return secrets.Secret{}, nil
	}
	return f
}

func (f Files) at(account string) string {
	return filepath.Join(f.Folder, "credentials", account+".age")
}

// keep writes a file as it is.
func keep(t *testing.T, f Files, account string, content []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(f.at(account)), 0o700), os.WriteFile(f.at(account), content, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// sealed encrypts as another age program may do.
func sealed(t *testing.T, text string, recipients ...age.Recipient) []byte {
	t.Helper()
	var b bytes.Buffer
	writer, err := age.Encrypt(&b, recipients...)
	if err == nil {
		_, err = io.WriteString(writer, text)
	}
	if err = errors.Join(err, writer.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func scrypt(t *testing.T, work int) age.Recipient {
	t.Helper()
	recipient, err := age.NewScryptRecipient(phrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(work)
	return recipient
}

// wrong fails unless err is an error about signing in that shows no secret.
func wrong(t *testing.T, name string, err error, says, hints string) {
	t.Helper()
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || e.Kind != errs.Denied || !strings.Contains(e.What, says) || e.Hint == "" || !strings.Contains(e.Hint, hints) {
		t.Errorf("%s: got %v (%+v), want %s, and the hint %s", name, err, e, says, hints)
		return
	}
	if all := e.What + e.Hint; strings.Contains(all, secret) || strings.Contains(all, phrase) || strings.Contains(all, "%!") || safetext.Printable(all) != all {
		t.Errorf("%s: got %q", name, all)
	}
}

func TestACredentialIsKeptEncryptedForItsOwner(t *testing.T) {
	t.Parallel()
	f := files(t, phrase)
	for _, text := range []string{secret, "x", strings.Repeat("long", passphrase.LargestText/4), "cookie:a=b\n\x00"} {
		if err := f.Set(t.Context(), "work", secrets.New(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(t.Context(), "work"); err != nil || got.Reveal() != text {
			t.Errorf("got %.40q, %v", got.Reveal(), err)
		}
		content, err := os.ReadFile(f.at("work"))
		if err != nil || len(text) > 1 && bytes.Contains(content, []byte(text)) || !bytes.HasPrefix(content, []byte("age-encryption.org/v1\n-> scrypt ")) {
			t.Errorf("got %.200q, %v", content, err)
		}
	}
	for path, mode := range map[string]fs.FileMode{f.at("work"): 0o600, filepath.Dir(f.at("work")): 0o700 | fs.ModeDir, f.Folder: 0o700 | fs.ModeDir} {
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("%s: got %v, %v", path, info.Mode(), err)
		}
	}
	if err := unasked(t, f).Delete(t.Context(), "work"); err != nil {
		t.Error(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(f.at("work"))); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}

// TestAPassphraseIsConfirmedWhereItEncrypts: a slip in it loses the credential.
func TestAPassphraseIsConfirmedWhereItEncrypts(t *testing.T) {
	t.Parallel()
	f := files(t, "")
	var asked []bool
	f.Passphrase = func(_ context.Context, confirm bool) (secrets.Secret, error) {
		asked = append(asked, confirm)
		return secrets.New(phrase), nil
	}
	if err := f.Set(t.Context(), "work", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Get(t.Context(), "work"); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || !asked[0] || asked[1] {
		t.Errorf("asked %v", asked)
	}
}

func TestWhatIsMissingIsMissingBeforeAnythingIsAsked(t *testing.T) {
	t.Parallel()
	empty, other := unasked(t, files(t, "")), files(t, phrase)
	if err := other.Set(t.Context(), "other", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]Files{"no folder": empty, "no file": unasked(t, other)} {
		_, err := f.Get(t.Context(), "work")
		wrong(t, name, err, `no credential is kept for "work"`, "login")
		deleted := f.Delete(t.Context(), "work")
		wrong(t, name, deleted, `no credential is kept for "work"`, "login")
		if !errors.Is(err, fs.ErrNotExist) || !errors.Is(deleted, fs.ErrNotExist) {
			t.Errorf("%s: got %v and %v", name, err, deleted)
		}
	}
}

func TestAWrongPassphraseOpensNothing(t *testing.T) {
	t.Parallel()
	f := files(t, phrase)
	if err := f.Set(t.Context(), "work", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(f.at("work"))
	for _, other := range []string{phrase + " ", "x", strings.ToUpper(phrase)} {
		f.Passphrase = typed(other)
		got, err := f.Get(t.Context(), "work")
		wrong(t, other, err, "the passphrase does not open", "try again")
		if !got.IsZero() || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", got)
		}
	}
	f.Passphrase = typed("")
	_, err := f.Get(t.Context(), "work")
	wrong(t, "get with none", err, "the passphrase is empty", "KEYCTL_PASSPHRASE")
	wrong(t, "set with none", f.Set(t.Context(), "work", secrets.New("new")), "the passphrase is empty", "protects nothing")
	aborted := errors.New("aborted")
	f.Passphrase = func(context.Context, bool) (secrets.Secret, error) { return secrets.Secret{}, aborted }
	if _, err := f.Get(t.Context(), "work"); !errors.Is(err, aborted) {
		t.Errorf("got %v", err)
	}
	if err := f.Set(t.Context(), "work", secrets.New("new")); !errors.Is(err, aborted) {
		t.Errorf("got %v", err)
	}
	if after, _ := os.ReadFile(f.at("work")); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestNobodyIsAskedAfterTheEnd(t *testing.T) {
	t.Parallel()
	f := files(t, phrase)
	if err := f.Set(t.Context(), "work", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupted := errors.New("interrupted")
	cancel(interrupted)
	if _, err := unasked(t, f).Get(ctx, "work"); !errors.Is(err, interrupted) {
		t.Errorf("got %v", err)
	}
	if err := unasked(t, f).Set(ctx, "work", secrets.New("new")); !errors.Is(err, interrupted) {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatNoPassphraseOpensIsRefusedUnasked(t *testing.T) {
	t.Parallel()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	work := sealed(t, secret, scrypt(t, 2))
	more := func(factor string) []byte { return bytes.Replace(work, []byte(" 2\n"), []byte(" "+factor+"\n"), 1) }
	var armored bytes.Buffer
	writer := armor.NewWriter(&armored)
	_, _ = writer.Write(work)
	_ = writer.Close()
	for name, test := range map[string]struct {
		content []byte
		says    string
	}{
		"nothing":               {nil, "is not encrypted with age"},
		"the secret itself":     {[]byte(secret), "is not encrypted with age"},
		"another program's":     {[]byte("-----BEGIN PGP MESSAGE-----\n"), "is not encrypted with age"},
		"armored":               {armored.Bytes(), "is not encrypted with age"},
		"a later version":       {bytes.Replace(work, []byte("/v1"), []byte("/v9"), 1), "is damaged"},
		"a key":                 {sealed(t, secret, identity.Recipient()), "is encrypted to a key, not to a passphrase"},
		"two keys":              {sealed(t, secret, identity.Recipient(), identity.Recipient()), "is encrypted to a key"},
		"a key beside":          {bytes.Replace(work, []byte("-> scrypt"), []byte("-> X25519 a\nYQ\n-> scrypt"), 1), "is encrypted to a key"},
		"two passphrases":       {bytes.Replace(work, []byte("-> scrypt"), []byte("-> scrypt a 2\nYQ\n-> scrypt"), 1), "is encrypted to a key"},
		"an odd recipient":      {more("2 x"), "is encrypted to a key"},
		"too much work":         {more("19"), "asks for more work"},
		"work for ever":         {more("99999999999999999999"), "asks for more work"},
		"work that isn't any":   {more("many"), "asks for more work"},
		"cut in the first line": {work[:30], "is cut short"},
		"cut in the header":     {work[:60], "is cut short"},
		"too large":             {append(work, make([]byte, passphrase.LargestFile)...), "it is too large"},
	} {
		f := unasked(t, files(t, ""))
		keep(t, f, "work", test.content)
		_, err := f.Get(t.Context(), "work")
		wrong(t, name, err, test.says, "")
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: counts as missing", name)
		}
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	t.Parallel()
	whole := sealed(t, secret, scrypt(t, 2))
	f := files(t, phrase)
	keep(t, f, "work", whole)
	if got, err := f.Get(t.Context(), "work"); err != nil || got.Reveal() != secret {
		t.Fatal(got.Reveal(), err)
	}
	for end := range whole {
		keep(t, f, "work", whole[:end])
		_, err := f.Get(t.Context(), "work")
		wrong(t, "cut", err, "the credential file", "move it away")
		if header := bytes.Index(whole, []byte("\n--- ")); end > 20 && end <= header && !strings.Contains(err.Error(), "is cut short") && !strings.Contains(err.Error(), "is damaged") {
			t.Errorf("cut at %d: %v", end, err)
		}
	}
	for at := range whole {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 0x20
		keep(t, f, "work", flipped)
		if got, err := f.Get(t.Context(), "work"); err == nil || !got.IsZero() {
			t.Errorf("byte %d flipped: got %q", at, got.Reveal())
		} else {
			wrong(t, "flipped", err, "the credential file", "")
		}
	}
	for name, test := range map[string]struct {
		content []byte
		says    string
	}{
		"cut in the text": {whole[:len(whole)-1], "is damaged or cut short"},
		"more behind":     {append(bytes.Clone(whole), 'x'), "is damaged or cut short"},
		"nothing in it":   {sealed(t, "", scrypt(t, 2)), "holds nothing"},
		"too much in it":  {sealed(t, strings.Repeat("x", passphrase.LargestText+1), scrypt(t, 2)), "holds more than it can be meant to"},
	} {
		keep(t, f, "work", test.content)
		_, err := f.Get(t.Context(), "work")
		wrong(t, name, err, test.says, "move it away")
	}
}

func TestLinksLeadToNoCredential(t *testing.T) {
	t.Parallel()
	elsewhere := files(t, phrase)
	if err := elsewhere.Set(t.Context(), "work", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	file, folder, top := files(t, ""), files(t, ""), files(t, "")
	for from, to := range map[string]string{file.at("work"): elsewhere.at("work"), filepath.Dir(folder.at("")): filepath.Dir(elsewhere.at("")), top.Folder: elsewhere.Folder} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(from), 0o700), os.Symlink(to, from)); err != nil {
			t.Fatal(err)
		}
	}
	for name, f := range map[string]Files{"the file": file, "the folder": folder, "the folder above": top} {
		_, err := unasked(t, f).Get(t.Context(), "work")
		wrong(t, name, err, "it is a symbolic link", "put the thing itself")
		wrong(t, name, unasked(t, f).Delete(t.Context(), "work"), "it is a symbolic link", "put the thing itself")
		f.Passphrase = typed(phrase)
		wrong(t, name, f.Set(t.Context(), "work", secrets.New("new")), "it is a symbolic link", "put the thing itself")
	}
	if got, err := elsewhere.Get(t.Context(), "work"); err != nil || got.Reveal() != secret {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
}

func TestAnAccountThatNamesNoFileIsRefused(t *testing.T) {
	t.Parallel()
	f := unasked(t, files(t, ""))
	for _, account := range []string{"", ".", "..", "../a", "a/b", `a\b`, "/etc/passwd", ".hidden", "a:b", "a\x00", "a\n", "\u202ea", strings.Repeat("a", 65)} {
		_, err := f.Get(t.Context(), account)
		wrong(t, account, err, "no file can be named after", "another name")
		wrong(t, account, f.Set(t.Context(), account, secrets.New(secret)), "no file can be named after", "another name")
		wrong(t, account, f.Delete(t.Context(), account), "no file can be named after", "another name")
	}
	nowhere := unasked(t, Files{})
	_, err := nowhere.Get(t.Context(), "work")
	wrong(t, "get", err, "there is no place", "HOME")
	wrong(t, "set", nowhere.Set(t.Context(), "work", secrets.New(secret)), "there is no place", "HOME")
	wrong(t, "delete", nowhere.Delete(t.Context(), "work"), "there is no place", "HOME")
}

func TestACredentialThatCannotBeOneIsNotKept(t *testing.T) {
	t.Parallel()
	f := unasked(t, files(t, ""))
	for _, text := range []string{"", strings.Repeat("x", passphrase.LargestText+1)} {
		wrong(t, "size", f.Set(t.Context(), "work", secrets.New(text)), "cannot be kept", "16384 bytes")
	}
	if _, err := os.Stat(f.Folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("made a folder: %v", err)
	}
}

// FuzzFile: whatever lies there is refused or opened, and quickly.
func FuzzFile(f *testing.F) {
	f.Add([]byte("age-encryption.org/v1\n-> scrypt bm90IGEgc2FsdCBhdCBhbA 2\nAAAA\n--- AAAA\n"))
	f.Add([]byte("age-encryption.org/v1\n-> X25519 a\n\n--- a\nx"))
	f.Fuzz(func(t *testing.T, content []byte) {
		files := files(t, phrase)
		keep(t, files, "work", content)
		if err := file("path").Check(content); err != nil {
			wrong(t, "header", err, "the credential file", "")
			return
		}
		if bytes.Contains(content, []byte(" 18\n")) || bytes.Contains(content, []byte(" 17\n")) {
			return // a second for each would find nothing more
		}
		if _, err := files.Get(t.Context(), "work"); err != nil {
			wrong(t, "get", err, "", "")
		}
	})
}
