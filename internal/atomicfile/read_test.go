package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestReadTakesAFileUpToItsLimit(t *testing.T) {
	t.Parallel()
	path := put(t, "12345", 0o644)
	if got, err := Read(path, 5); err != nil || string(got) != "12345" {
		t.Errorf("got %q, %v", got, err)
	}
	_, err := Read(path, 4)
	refused(t, "one byte more", err, ErrTooLarge)
	if got, err := Read(put(t, "", 0o600), 0); err != nil || got == nil || len(got) != 0 {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestReadFollowsNoLinkAndReadsNoFolder(t *testing.T) {
	t.Parallel()
	target, folder := put(t, "target", 0o600), t.TempDir()
	link, dangling, parent := filepath.Join(folder, "link"), filepath.Join(folder, "dangling"), filepath.Join(folder, "parent")
	for from, to := range map[string]string{link: target, dangling: filepath.Join(folder, "nowhere"), parent: filepath.Dir(target)} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]error{link: ErrLink, dangling: ErrLink, folder: ErrNotRegular, filepath.Join(folder, "nowhere"): fs.ErrNotExist} {
		_, err := Read(path, 100)
		refused(t, path, err, want)
	}
	if got, err := Read(filepath.Join(parent, "file"), 100); err != nil || string(got) != "target" {
		t.Errorf("a parent may be a link: %q, %v", got, err)
	}
}
