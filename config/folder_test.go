package config

import (
	"os"
	"path/filepath"
	"testing"

	"keyctl/config/file"
	"keyctl/internal/errs"
)

func TestTheProfilesFileHasOnePlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		want      string
	}{
		"home":                      {[]string{"HOME=/home/a"}, "/home/a/.config/keyctl/profiles.yaml"},
		"XDG":                       {[]string{"HOME=/home/a", "XDG_CONFIG_HOME=/etc/of/a"}, "/etc/of/a/keyctl/profiles.yaml"},
		"XDG without a home":        {[]string{"XDG_CONFIG_HOME=/etc/of/a/../b/"}, "/etc/of/b/keyctl/profiles.yaml"},
		"an empty XDG":              {[]string{"HOME=/home/a", "XDG_CONFIG_HOME="}, "/home/a/.config/keyctl/profiles.yaml"},
		"a relative XDG is ignored": {[]string{"HOME=/home/a", "XDG_CONFIG_HOME=.config"}, "/home/a/.config/keyctl/profiles.yaml"},
		"a dot":                     {[]string{"HOME=/home/a", "XDG_CONFIG_HOME=."}, "/home/a/.config/keyctl/profiles.yaml"},
		"no shell expands a tilde":  {[]string{"XDG_CONFIG_HOME=~/.config"}, ""},
		"nothing":                   {nil, ""},
		"an empty home":             {[]string{"HOME="}, ""},
		"a relative home":           {[]string{"HOME=home/a"}, ""},
		"only a relative XDG":       {[]string{"XDG_CONFIG_HOME=config"}, ""},
	} {
		store := NewStore(environment(test.variables...))
		folder := ""
		if test.want != "" {
			folder = filepath.Dir(test.want)
		}
		if store.Path() != test.want || store.Folder() != folder {
			t.Errorf("%s: got %q in %q, want %q", name, store.Path(), store.Folder(), test.want)
		}
	}
}

func TestWithoutAPlaceThereAreNoProfilesAndNoneCanBeAdded(t *testing.T) {
	t.Parallel()
	for _, store := range []file.Store{{}, NewStore(environment())} {
		if file, err := store.Read(); err != nil || file.Current != "" || file.Profiles == nil || len(file.Profiles) != 0 {
			t.Errorf("got %+v, %v", file, err)
		}
		err := store.Update(t.Context(), func(*file.File) error { t.Error("changed nothing"); return nil })
		wrong(t, "update", err, errs.Usage, "no place for the profiles file", "XDG_CONFIG_HOME")
		if err := store.CheckOwner(); err != nil {
			t.Error(err)
		}
	}
}

// TestAHomeThatIsNoneHoldsNoProfiles: services run with HOME=/dev/null or
// /nonexistent.
func TestAHomeThatIsNoneHoldsNoProfiles(t *testing.T) {
	t.Parallel()
	for _, home := range []string{os.DevNull, filepath.Join(t.TempDir(), "nowhere")} {
		store := NewStore(environment("HOME=" + home))
		if file, err := store.Read(); err != nil || len(file.Profiles) != 0 {
			t.Errorf("%s: got %+v, %v", home, file, err)
		}
	}
	store := NewStore(environment("HOME=" + os.DevNull))
	wrong(t, "update", store.Update(t.Context(), add("work")), errs.Usage, "cannot use the folder", "move it away")
}

func TestStateHasOnePlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		want      string
	}{
		"home":                      {[]string{"HOME=/home/a", "XDG_CONFIG_HOME=/etc/of/a"}, "/home/a/.local/state"},
		"XDG":                       {[]string{"HOME=/home/a", "XDG_STATE_HOME=/var/of/../a/"}, "/var/a"},
		"a relative XDG is ignored": {[]string{"HOME=/home/a", "XDG_STATE_HOME=state"}, "/home/a/.local/state"},
		"a relative home":           {[]string{"HOME=."}, ""},
		"a tilde":                   {[]string{"XDG_STATE_HOME=~/state"}, ""},
		"nothing":                   {nil, ""},
	} {
		if got := StateFolder(environment(test.variables...)); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
