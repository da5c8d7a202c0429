// Command child passes three points.
package main

import (
	"os"

	"keyctl/internal/killpoint"
)

func main() {
	for _, name := range []string{"the first point", "the second point", "the third point"} {
		_, _ = os.Stdout.WriteString("before " + name + "\n")
		pass(name)
	}
	killpoint.At("a name that only a tagged build holds")
}

func pass(name string) { killpoint.At(name) }
