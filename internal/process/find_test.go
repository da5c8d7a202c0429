//go:build unix

package process

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestAProgramIsFoundInAbsoluteFoldersOnly(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), t.TempDir()
	program := filepath.Join(folder, "tool")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "tool"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	relative, err := filepath.Rel(working, folder)
	if err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(other, "closed")
	if err := os.Mkdir(closed, 0); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		word, path, want string
		target           error
	}{
		{"tool", folder, program, nil},
		{"tool", other + ":" + folder, program, nil},
		{program, "", program, nil},
		{filepath.Join(relative, "tool"), "", filepath.Join(relative, "tool"), nil},
		{"tool", "", "", exec.ErrNotFound},
		{"tool", "/nowhere", "", exec.ErrNotFound},
		{"tool", closed, "", exec.ErrNotFound}, // nobody but root sees what is in there
		{"tool", closed + ":" + other, "", os.ErrPermission},
		{"tool", relative, "", exec.ErrDot},
		{"tool", other + ":" + relative, "", exec.ErrDot},
		{"tool", other, "", os.ErrPermission},
		{filepath.Join(other, "tool"), folder, "", os.ErrPermission},
		{"/nowhere/tool", folder, "", os.ErrNotExist},
	} {
		got, err := Find(test.word, []string{"PATH=/no/such", "PATH=" + test.path})
		if test.target == nil && (err != nil || got != test.want) || !errors.Is(err, test.target) {
			t.Errorf("%s in %s: got %q, %v", test.word, test.path, got, err)
		}
		if IsNoProgram(err) != errors.Is(test.target, os.ErrPermission) {
			t.Errorf("%s: %v", test.word, err)
		}
	}
	for _, word := range []string{"", ".", "..", "/", folder} {
		if got, err := Find(word, []string{"PATH=" + folder}); err == nil {
			t.Errorf("%q: got %q", word, got)
		}
	}
}

func TestOurOwnSecretsAreNotHandedOn(t *testing.T) {
	t.Parallel()
	given := []string{"A=b=c", "KEYCTL_API_KEY=x", "KEYCTL_PASSPHRASE=y", "KEYCTL_API_KEY=again", "PWD=/", "KEYCTL_CONSOLE=drun", "KEYCTL_API_KEYS=z", "odd"}
	if got := Environment(given); !slices.Equal(got, []string{"A=b=c", "PWD=/", "KEYCTL_CONSOLE=drun", "KEYCTL_API_KEYS=z", "odd"}) {
		t.Errorf("got %q", got)
	}
	if got := Environment(given, "PWD", "A"); !slices.Equal(got, []string{"KEYCTL_CONSOLE=drun", "KEYCTL_API_KEYS=z", "odd"}) {
		t.Errorf("got %q", got)
	}
	if got := Environment(nil); got == nil || len(got) != 0 {
		t.Errorf("no environment is an empty one, not ours: got %q", got)
	}
}
