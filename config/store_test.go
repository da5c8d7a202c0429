package config

import (
	"context"
	"testing"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	s := NewStore(environment("HOME=" + t.TempDir()))
	err := s.Update(context.Background(), func(f *File) error {
		f.Current = "work"
		f.Profiles["work"] = Stored{Console: "huddle01", Keyring: KeepOS}
		f.Profiles["ci"] = Stored{Console: "huddle01", Keyring: KeepNone, CredentialCommand: []string{"op", "read", "op://x/y"}}
		return nil
	})
	f, err2 := s.Read()
	t.Log(err, f, err2)
	if err != nil || err2 != nil {
		t.Fail()
	}
}
