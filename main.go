// Command keyctl manages the API keys of cloud consoles.
package main

import (
	"os"

	"keyctl/cmd"
	"keyctl/internal/system"
)

func main() {
	os.Exit(cmd.Execute(system.Process()))
}
