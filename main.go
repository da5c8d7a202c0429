// Command keyctl manages the API keys of cloud consoles.
package main

import (
	"os"

	"keyctl/cmd"
)

func main() {
	os.Exit(cmd.Execute(cmd.Process()))
}
