//go:build !killpoints

package killpoint

// At marks a moment. It does nothing here, and costs nothing.
func At(string) {}
