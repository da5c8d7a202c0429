package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"keyctl/internal/secrets"
	"keyctl/internal/smalldisk"
)

func TestAFullDiskIsNoticedBeforeTheCreate(t *testing.T) {
	t.Parallel()
	j := Journal{Folder: filepath.Join(smalldisk.Mount(t, "256k"), "journal")}
	begin(t, j, "").Erase()
	_ = os.WriteFile(filepath.Join(j.Folder, "filler"), make([]byte, 1<<20), 0o600)
	if _, err := j.Begin(intent("")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if files, _ := os.ReadDir(j.Folder); len(files) != 1 {
		t.Errorf("left %v", files)
	}
}

// The room for the answer is taken before the create is sent.
func TestADiskFullMeanwhileStillTakesTheAnswer(t *testing.T) {
	t.Parallel()
	j, mine := Journal{Folder: filepath.Join(smalldisk.Mount(t, "256k"), "journal")}, identity(t)
	entry := begin(t, j, mine.Recipient().String())
	_ = os.WriteFile(filepath.Join(j.Folder, "filler"), make([]byte, 1<<20), 0o600)
	answer := `{"secret":"` + secret + `"}` + strings.Repeat(" ", 10_000)
	if err := errors.Join(entry.Seal(201, secrets.New(answer)), entry.Receive("key-2"), entry.Deliver("stdout")); err != nil {
		t.Fatal(err)
	}
	entry.Close()
	if opened, err := only(t, j).Open(mine); err != nil || opened.Reveal() != answer {
		t.Errorf("got %d bytes, %v", len(opened.Reveal()), err)
	}
}

// An answer that is larger than the room may not fit: what was noted before,
// and what is noted afterwards, holds.
func TestADiskFullWithinARecordSpoilsNothing(t *testing.T) {
	t.Parallel()
	j := Journal{Folder: filepath.Join(smalldisk.Mount(t, "256k"), "journal")}
	entry := begin(t, j, identity(t).Recipient().String())
	if err := entry.Seal(201, secrets.New(strings.Repeat("x", 1<<20))); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if err := entry.Receive("key-2"); err != nil {
		t.Fatal(err)
	}
	path := j.path(entry.ID)
	entry.Close()
	if found := only(t, j); found.Trouble != nil || found.Key != "key-2" || found.Sealed() {
		content, _ := os.ReadFile(path)
		t.Errorf("got %+v: %.300q", found, bytes.TrimRight(content, "\n"))
	}
}

func TestAReadOnlyFolderIsNoticedBeforeTheCreate(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "256k")
	if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := (Journal{Folder: filepath.Join(folder, "journal")}).Begin(intent("")); !errors.Is(err, syscall.EROFS) {
		t.Errorf("got %v", err)
	}
}

func TestAFolderThatOthersMayWriteIsRefused(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	begin(t, j, "").Erase()
	if err := os.Chmod(j.Folder, 0o770); err != nil { //nolint:gosec // on purpose
		t.Fatal(err)
	}
	if _, err := j.Begin(intent("")); err == nil || !strings.Contains(err.Error(), "other users may write") {
		t.Errorf("got %v", err)
	}
}
