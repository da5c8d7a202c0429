//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestReadOwnRefusesWhatOthersCouldHaveWritten(t *testing.T) {
	t.Parallel()
	for mode, want := range map[fs.FileMode]error{0o600: nil, 0o400: nil, 0o644: nil, 0o620: ErrOpen, 0o602: ErrOpen, 0o666: ErrOpen} {
		path := put(t, "text", 0o600)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		content, err := ReadOwn(path, 10)
		if want == nil {
			if err != nil || string(content) != "text" {
				t.Errorf("%v: got %q, %v", mode, content, err)
			}
			continue
		}
		refused(t, mode.String(), err, want)
		if content != nil {
			t.Errorf("%v: got %q", mode, content)
		}
	}
	_, err := ReadOwn(filepath.Join(t.TempDir(), "nowhere"), 10)
	refused(t, "nothing", err, fs.ErrNotExist)
}

func TestReadOwnRefusesAnotherUsersFile(t *testing.T) {
	t.Parallel()
	path := put(t, "text", 0o600)
	if err := os.Chown(path, os.Geteuid()+1, -1); errors.Is(err, fs.ErrPermission) {
		t.Skip("only root gives files away")
	} else if err != nil {
		t.Fatal(err)
	}
	_, err := ReadOwn(path, 10)
	refused(t, "another's", err, ErrForeign)
}
