package sink

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keyctl/custody"
	"keyctl/internal/errs"
)

func TestAFileHoldsTheSecretAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	for _, force := range []bool{false, true, true} {
		got := open(t, "file:"+path, Tools{Force: force})
		if err := got.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		if force {
			holds(t, path, secret)
		} else {
			alone(t, filepath.Dir(path))
		}
		if err := got.Put(t.Context(), created(secret)); err != nil {
			t.Fatal(err)
		}
		holds(t, path, secret)
		alone(t, filepath.Dir(path), "key")
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
			t.Errorf("got %v, %v", info.Mode(), err)
		}
		if read, err := got.(custody.Readable).Read(t.Context()); err != nil || read.Reveal() != secret {
			t.Errorf("reads %q, %v", read.Reveal(), err)
		}
		if at, err := got.(custody.Dated).Written(t.Context()); err != nil || time.Since(at).Abs() > time.Minute {
			t.Errorf("written at %v, %v", at, err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFileThatIsThereStays(t *testing.T) {
	t.Parallel()
	path := put(t, "key", "old")
	got := open(t, "file:"+path, Tools{})
	refused(t, "ready", got.Ready(t.Context()), errs.Failed, "exists already")
	refused(t, "put", got.Put(t.Context(), created(secret)), errs.Failed, "exists already") // it came meanwhile
	holds(t, path, "old")
	alone(t, filepath.Dir(path), "key")
}

func TestWhereNoFileCanBeIsRefusedBeforehand(t *testing.T) {
	t.Parallel()
	folder := filepath.Dir(put(t, "file", "old"))
	at := func(name string) string { return filepath.Join(folder, name) }
	for from, to := range map[string]string{"link": at("file"), "dangling": at("nowhere")} {
		if err := os.Symlink(to, at(from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		at("link"): "symbolic link", at("dangling"): "symbolic link", at("folder"): "not a regular file",
		at("none/key"): "its folder isn't there", at("file/key"): "is no folder", "/dev/null": "not a regular file", "/dev/stdout": "",
		at("\x1b[2J/key"): "its folder isn't there", "/dev/fd/3": "",
	} {
		for _, word := range []string{"file:" + path, "env:" + path + "#KEY"} {
			got := open(t, word, Tools{Force: true})
			refused(t, word, got.Ready(t.Context()), errs.Failed, says)
			refused(t, word, got.Put(t.Context(), created(secret)), errs.Failed, "")
			if _, err := got.(custody.Readable).Read(t.Context()); err == nil {
				t.Errorf("%s was read", word)
			}
		}
	}
	holds(t, at("file"), "old")
	alone(t, folder, "dangling", "file", "folder", "link")
	_, err := open(t, "file:"+at("none"), Tools{}).(custody.Dated).Written(t.Context())
	refused(t, "written", err, errs.Failed, "cannot look at")
}
