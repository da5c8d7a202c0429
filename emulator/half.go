package emulator

import (
	"fmt"
	"net/http"
	"strings"
)

// Half is one console's server half, as data.
type Half struct {
	// Console is the console's name, such as "huddle01".
	Console string
	// Path is where its API is mounted, such as "/huddle01/api/v1".
	Path string
	// Rules are the limits this console puts on keys.
	Rules Rules
	// Namespaces are the identifiers of the namespaces its account owns. They
	// are fixed, so that scripts may rely on them.
	Namespaces []string
	// Workspaces are the identifiers of the workspaces its account is in, fixed
	// like the namespaces. Which key lives where is for the half to watch.
	Workspaces []string
	// Members are the people of the account, each with a credential of their own.
	// The first one's is the console's; an account without any has just that one.
	Members []string
	// NewCredential makes a random management credential of this console's
	// shape. It serves one run and is never stored or listed.
	NewCredential func() string
	// Handler answers requests, whose paths have Path removed.
	Handler func(*Account) http.Handler
}

// checkHalves refuses halves that are incomplete, and two that share a name or a
// path.
func checkHalves(halves []Half) error {
	seen := make(map[string]bool)
	for _, half := range halves {
		switch {
		case half.Console == "" || half.NewCredential == nil || half.Handler == nil:
			return fmt.Errorf("console %q is incomplete", half.Console)
		case !strings.HasPrefix(half.Path, "/") || strings.HasSuffix(half.Path, "/"):
			return fmt.Errorf("console %s: path %q must start with a slash and not end with one", half.Console, half.Path)
		case seen[half.Console] || seen[half.Path]:
			return fmt.Errorf("console %s is there twice", half.Console)
		case !areNames(half.Members):
			return fmt.Errorf("console %s: its members must have names, each another", half.Console)
		}
		seen[half.Console], seen[half.Path] = true, true
	}
	return nil
}
