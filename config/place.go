package config

import (
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// configFolder is where this user's programs keep their settings, "" for
// nowhere. The XDG specification wants a relative path ignored; one that
// depends on the current directory would let a stranger's folder decide.
func configFolder(environment func(string) string) string {
	if folder := environment("XDG_CONFIG_HOME"); filepath.IsAbs(folder) {
		return filepath.Clean(folder)
	}
	if runtime.GOOS == "windows" {
		return xdg.ConfigHome
	}
	home := environment("HOME")
	if !filepath.IsAbs(home) {
		return ""
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return filepath.Join(home, "Library", "Application Support")
	}
	return filepath.Join(home, ".config")
}
