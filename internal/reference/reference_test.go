package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// read gives the files of a folder.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	}
	return files
}

func TestTheReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	const renew = "go run ./internal/reference -markdown docs/reference"
	folder := t.TempDir()
	if err := (wanted{name: "keyctl", markdown: folder}).write(""); err != nil {
		t.Fatal(err)
	}
	made, there := read(t, folder), read(t, filepath.Join("..", "..", "docs", "reference"))
	for name, text := range made {
		if there[name] != text {
			t.Errorf("docs/reference/%s isn't current; renew it with\n\t%s", name, renew)
		}
	}
	for name := range there {
		if made[name] == "" {
			t.Errorf("docs/reference/%s has no command any more; renew the folder with\n\t%s", name, renew)
		}
	}
	if made["keyctl.md"] == "" || made["keyctl_profile_list.md"] == "" || len(made) < 15 {
		t.Errorf("%d pages", len(made))
	}
}

// The same source gives the same bytes, whatever was in the folder before.
func TestAReleaseIsReproducible(t *testing.T) {
	t.Parallel()
	first, second := t.TempDir(), t.TempDir()
	stale := filepath.Join(second, "man", "keyctl-cloud-gone.1")
	if err := os.MkdirAll(filepath.Dir(stale), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stale, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{first, second} {
		w := wanted{name: "keyctl-cloud", version: "1.2.3", man: filepath.Join(folder, "man"), completions: filepath.Join(folder, "completions")}
		if err := w.write("1700000000"); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []string{"man", "completions"} {
		files := read(t, filepath.Join(first, part))
		if got := read(t, filepath.Join(second, part)); len(got) != len(files) {
			t.Errorf("%d and %d files", len(files), len(got))
		} else {
			for name, text := range files {
				if got[name] != text {
					t.Errorf("%s differs", name)
				}
			}
		}
	}
	checkPackage(t, read(t, filepath.Join(first, "man")), read(t, filepath.Join(first, "completions")))
}

// otherName finds the program by the name that it doesn't have in packages.
var otherName = regexp.MustCompile(`keyctl($|[^-\w/])`)

func checkPackage(t *testing.T, man, completions map[string]string) {
	t.Helper()
	for _, name := range []string{"keyctl-cloud.bash", "_keyctl-cloud", "keyctl-cloud.fish", "keyctl-cloud.ps1"} {
		if completions[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	for name, page := range man {
		page = strings.ReplaceAll(page, `\-`, "-")
		if found := otherName.FindString(page); found != "" {
			t.Errorf("%s calls the program %q", name, found)
		}
		for _, part := range []string{`"Nov 2023" "keyctl-cloud 1.2.3" "User Commands"`, "\n.SH NAME\nkeyctl-cloud", "\n.SH EXAMPLE\n", "\n.TP\n\\fB-p\\fP, \\fB--profile\\fP=\\fIVALUE\\fP\nthe account"} {
			if !strings.Contains(page, part) {
				t.Errorf("%s lacks %q", name, part)
			}
		}
	}
	if man["keyctl-cloud.1"] == "" || man["keyctl-cloud-profile-use.1"] == "" {
		t.Errorf("%d pages", len(man))
	}
}

func TestManPagesNeedADate(t *testing.T) {
	t.Parallel()
	for _, epoch := range []string{"", "today", "2026-01-31", "1.5"} {
		folder := filepath.Join(t.TempDir(), "man")
		err := wanted{name: "keyctl", man: folder}.write(epoch)
		if err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
			t.Errorf("%q: %v", epoch, err)
		}
		if _, err := os.Stat(folder); err == nil {
			t.Errorf("%q: something was written", epoch)
		}
	}
}

func TestFoldersThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, w := range []wanted{{markdown: file}, {man: file}, {completions: file}} {
		w.name = "keyctl"
		if err := w.write("0"); err == nil {
			t.Errorf("%+v was written", w)
		}
	}
	if err := (wanted{name: "a b", completions: t.TempDir()}).write("0"); err == nil {
		t.Error("there are scripts for a name with a space")
	}
}

func TestHelpAsMarkdown(t *testing.T) {
	t.Parallel()
	for help, want := range map[string]string{
		"":                             "",
		"one\ntwo":                     "one\ntwo",
		"one\n\ntwo":                   "one\n\ntwo",
		"one:\n  a*\n\n  b\n\ntwo *":   "one:\n\n```\n  a*\n\n  b\n```\n\ntwo \\*",
		"one:\n  a\ntwo":               "one:\n\n```\n  a\n```\n\ntwo",
		"one:\n\n    a <b>\n\n<c> [d]": "one:\n\n```\n    a <b>\n```\n\n\\<c> \\[d]",
		"one:\n  a":                    "one:\n\n```\n  a\n```",
	} {
		if got := markdown(help); got != want {
			t.Errorf("%q becomes %q, want %q", help, got, want)
		}
	}
}
