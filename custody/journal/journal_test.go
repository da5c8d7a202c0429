package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

const secret = "mk_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	made, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func intent(recipient string) Intent {
	return Intent{
		Purpose: ForSinks, Profile: "work", Console: "huddle01", Origin: "https://cloud.example:443", Name: "deploy \"\n\x1b[31m",
		Begun: time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC), Sinks: []string{"stdout"}, Before: []string{"key-1"}, BeforeKnown: true,
		Recipient: recipient, Place: "local",
	}
}

func begin(t *testing.T, j Journal, recipient string) *Entry {
	t.Helper()
	entry, err := j.Begin(intent(recipient))
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func newJournal(t *testing.T) Journal {
	t.Helper()
	return Journal{Folder: filepath.Join(t.TempDir(), "state", "journal")}
}

// only gives the one entry that is pending.
func only(t *testing.T, j Journal) Found {
	t.Helper()
	found, err := j.Pending()
	if err != nil || len(found) != 1 {
		t.Fatalf("got %+v, %v", found, err)
	}
	return found[0]
}

func empty(t *testing.T, j Journal) {
	t.Helper()
	found, err := j.Pending()
	if err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v", found, err)
	}
	if files, _ := os.ReadDir(j.Folder); len(files) > 0 {
		t.Errorf("left %v", files)
	}
}

func TestAnEntryTellsAllThatWasNoted(t *testing.T) {
	t.Parallel()
	j, mine := newJournal(t), identity(t)
	entry := begin(t, j, mine.Recipient().String())
	if err := errors.Join(entry.Seal(201, secrets.New(secret)), entry.Receive("key-2"), entry.Deliver("file:/a"), entry.Deliver("file:/b")); err != nil {
		t.Fatal(err)
	}
	entry.Close()
	found := only(t, j)
	if found.ID != entry.ID || found.Key != "key-2" || !found.Sealed() || !found.Answered || len(found.Delivered) != 2 ||
		found.Name != entry.Name || !found.Begun.Equal(entry.Begun) || found.Before[0] != "key-1" || found.Trouble != nil {
		t.Errorf("got %+v", found)
	}
	if opened, err := found.Open(mine); err != nil || opened.Reveal() != secret {
		t.Errorf("got %v, %v", opened.Reveal(), err)
	}
	if _, err := found.Open(identity(t)); err == nil || !strings.Contains(err.Error(), "another identity") {
		t.Errorf("a stranger opens it: %v", err)
	}
	for _, id := range []string{entry.ID, "key-2"} {
		taken, err := j.Take(id)
		if err != nil {
			t.Fatal(err)
		}
		taken.Close()
	}
	taken, err := j.Take("key-2")
	if err != nil || taken.Erase() != nil {
		t.Error(err)
	}
	empty(t, j)
}

func TestTheSecretIsNowhereInTheClear(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	for _, recipient := range []string{"", identity(t).Recipient().String()} {
		entry := begin(t, j, recipient)
		if err := entry.Seal(201, secrets.New(`{"id":"key-2","secret":"`+secret+`"}`)); err != nil {
			t.Fatal(err)
		}
		if got := entry.Sealed(); got != (recipient != "") || !entry.Answered {
			t.Errorf("sealed: %v, answered: %v", got, entry.Answered)
		}
	}
	_ = filepath.WalkDir(j.Folder, func(path string, at fs.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		info, _ := at.Info()
		if want := fs.FileMode(0o600); !at.IsDir() && info.Mode() != want || at.IsDir() && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		if content, _ := os.ReadFile(path); strings.Contains(string(content), secret[3:20]) {
			t.Errorf("%s holds the secret", path)
		}
		return nil
	})
}

func TestAnEntryOfALivingProcessIsLeftAlone(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	entry := begin(t, j, "")
	if found, err := j.Pending(); err != nil || len(found) != 0 {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := j.Take(entry.ID); errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), "another keyctl is at work") {
		t.Errorf("got %v", err)
	}
	entry.Close()
	entry.Close()
	first, err := j.Take(entry.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Take(entry.ID); errs.KindOf(err) != errs.Conflict {
		t.Errorf("taken twice: %v", err)
	}
	if err := first.Erase(); err != nil {
		t.Error(err)
	}
	empty(t, j)
}

func TestAnAnswerThatIsLargerThanTheRoomIsKept(t *testing.T) {
	t.Parallel()
	j, mine := newJournal(t), identity(t)
	entry := begin(t, j, mine.Recipient().String())
	long := strings.Repeat("x", 1<<20)
	if err := errors.Join(entry.Seal(201, secrets.New(long)), entry.Receive("key-2")); err != nil {
		t.Fatal(err)
	}
	entry.Close()
	found := only(t, j)
	if opened, err := found.Open(mine); err != nil || opened.Reveal() != long || found.Key != "key-2" {
		t.Errorf("got %d bytes, %v", len(opened.Reveal()), err)
	}
}

func TestAJournalThatIsOffKeepsNothing(t *testing.T) {
	t.Parallel()
	var off Journal
	entry := begin(t, off, "")
	if err := errors.Join(entry.Seal(201, secrets.New(secret)), entry.Receive("key-2"), entry.Erase()); err != nil || entry.Key != "key-2" || entry.Sealed() {
		t.Errorf("got %v, %+v", err, entry.State)
	}
	entry.Close()
	sealing := begin(t, off, identity(t).Recipient().String())
	if err := sealing.Seal(201, secrets.New(secret)); err != nil || sealing.Sealed() || !sealing.Answered {
		t.Errorf("what is nowhere is called kept: %v, %+v", err, sealing.State)
	}
	if found, err := off.Pending(); err != nil || found != nil {
		t.Errorf("got %v, %v", found, err)
	}
}

func TestTwoEntriesOfOneKeyAreToldApart(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	for range 2 {
		entry := begin(t, j, "")
		if err := entry.Receive("key-2"); err != nil {
			t.Fatal(err)
		}
		entry.Close()
	}
	if _, err := j.Take("key-2"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("got %v", err)
	}
}
