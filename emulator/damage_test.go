package emulator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"keyctl/emulator/store"
)

// damages are ways to damage a file of whole pages, page by page.
func damages(good []byte) map[string][]byte {
	page := os.Getpagesize()
	damaged := map[string][]byte{}
	for at := 0; at < len(good); at += page {
		change := func(how string, do func(page []byte)) {
			text := slices.Clone(good)
			do(text[at : at+page])
			damaged[fmt.Sprintf("%s of page %d", how, at/page)] = text
		}
		change("zeroes", func(page []byte) { clear(page) })
		change("ones", func(page []byte) {
			for i := range page {
				page[i] = 0xff
			}
		})
		change("flipped flags", func(page []byte) { page[8] ^= 0xff })
		change("flipped count", func(page []byte) { page[10], page[11] = page[10]^0xff, page[11]^0xff })
		change("flipped overflow", func(page []byte) { page[13] ^= 0xff })
		change("flipped elements", func(page []byte) {
			for i := 16; i < 80; i++ {
				page[i] ^= 0x55
			}
		})
		change("another page", func(page []byte) { copy(page, good[4*len(page):]) })
	}
	return damaged
}

func TestADamagedFileIsAnErrorAndStaysUnlocked(t *testing.T) {
	t.Parallel()
	path := dataFile(t)
	first, account := open(t, Settings{Data: path})
	fill(t, account, 60)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for name, text := range damages(good) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		for what, err := range useOnce(t, path) {
			if errors.Is(err, store.ErrDamaged) {
				found++
			}
			if errors.Is(err, store.ErrBusy) {
				t.Fatalf("%s: %s: the file stayed locked: %v", name, what, err)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d times the damage was told", found)
	}

	repaired := filepath.Join(t.TempDir(), "good.db")
	if err := errors.Join(os.WriteFile(repaired, good, 0o600), os.Rename(repaired, path)); err != nil {
		t.Fatal(err)
	}
	_, account = open(t, Settings{Data: path})
	create(t, account, draft("after"))
	if _, err := account.Revoke(t.Context(), "id-7"); err != nil {
		t.Error(err)
	}
}

// useOnce reads and changes what is in a file, and gives the errors.
func useOnce(t *testing.T, path string) map[string]error {
	t.Helper()
	var account *Account
	e, err := New(Settings{Data: path}, []Half{testHalf("test", &account)})
	if err != nil {
		return map[string]error{"open": err}
	}
	failed := map[string]error{}
	for _, err := range account.Keys(t.Context()) {
		if failed["list"] = err; err != nil {
			break
		}
	}
	_, failed["create"] = account.Create(t.Context(), draft("new"))
	_, failed["revoke"] = account.Revoke(t.Context(), "id-7")
	_, failed["authenticate"] = account.Authenticate(t.Context(), "secret-9")
	failed["close"] = e.Close()
	return failed
}
