package cmd

import "runtime/debug"

// released is set by the linker when a release is built.
var released string

// version is the release, or what the Go toolchain knows of the build.
func version() string {
	if released != "" {
		return released
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
