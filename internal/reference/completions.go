package main

import (
	"os"
	"path/filepath"

	"keyctl/internal/shell"
)

// writeCompletions gives each script a name that tells its shell.
func writeCompletions(folder, name string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for kind, file := range map[string]string{
		"bash": name + ".bash", "zsh": "_" + name, "fish": name + ".fish", "powershell": name + ".ps1",
	} {
		script, err := shell.Script(kind, name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, file), []byte(script), 0o644); err != nil {
			return err
		}
	}
	return nil
}
