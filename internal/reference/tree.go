package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd"
)

// page makes the text of one command's page.
type page func(*cobra.Command) ([]byte, error)

// writePages writes a page for each command that people can see. What an
// earlier run left in the folder is removed: its command may be gone.
func writePages(folder, name, separator, ending string, make page) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(folder, "*"+ending))
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	root := cmd.Tree(name)
	root.InitDefaultVersionFlag()
	return eachCommand(root, func(command *cobra.Command) error {
		command.Long = markdown(command.Long)
		text, err := make(command)
		if err != nil {
			return err
		}
		file := strings.ReplaceAll(command.CommandPath(), " ", separator) + ending
		return os.WriteFile(filepath.Join(folder, file), text, 0o644)
	})
}

func eachCommand(command *cobra.Command, visit func(*cobra.Command) error) error {
	if err := visit(command); err != nil {
		return err
	}
	for _, child := range command.Commands() {
		if !child.IsAvailableCommand() {
			continue
		}
		if err := eachCommand(child, visit); err != nil {
			return err
		}
	}
	return nil
}
