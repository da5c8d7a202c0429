package config

import (
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"

	"keyctl/config/file"
)

// NewStore gives the store of this user's profiles file. It opens nothing. Where
// no home is known, there is no place for a file: the store is empty and can't be
// written.
func NewStore(environment func(string) string) file.Store {
	folder := configFolder(environment)
	if folder != "" {
		folder = filepath.Join(folder, "keyctl")
	}
	return file.NewStore(folder)
}

// StateFolder is the folder in which this user's programs keep what outlives them
// but is no setting, "" for nowhere. A relative path counts as none, as in configFolder.
func StateFolder(environment func(string) string) string {
	if folder := environment("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Clean(folder)
	}
	if runtime.GOOS == "windows" {
		return xdg.StateHome
	}
	return below(environment("HOME"), ".local", "state")
}

// configFolder is where this user's programs keep their settings, "" for
// nowhere. The XDG specification says to ignore a relative path; one that
// depends on the current directory would let a stranger's folder decide.
func configFolder(environment func(string) string) string {
	if folder := environment("XDG_CONFIG_HOME"); filepath.IsAbs(folder) {
		return filepath.Clean(folder)
	}
	if runtime.GOOS == "windows" {
		return xdg.ConfigHome
	}
	return below(environment("HOME"), ".config")
}

// below gives a folder of a home, "" where there is none; Apple's systems have
// one for all.
func below(home string, names ...string) string {
	switch {
	case !filepath.IsAbs(home):
		return ""
	case runtime.GOOS == "darwin" || runtime.GOOS == "ios":
		names = []string{"Library", "Application Support"}
	}
	return filepath.Join(append([]string{home}, names...)...)
}
