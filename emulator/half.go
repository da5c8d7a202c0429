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

// Rules are the limits a console puts on keys.
type Rules struct {
	// NameLength is the longest name in characters; 0 means any.
	NameLength int
	// ActiveKeys is how many active keys an account may hold unless
	// [Settings] say otherwise; 0 means any number.
	ActiveKeys int
	// RevokeRemoves says that a revoked key leaves the list.
	RevokeRemoves bool
	// RevokeDisables says that this console calls it revoking when a key is
	// disabled, so that a fault of revoke meets that change.
	RevokeDisables bool
	// ChangeExpired says that a key can be changed and revoked although its
	// expiry has passed.
	ChangeExpired bool
	// RequestsPerMinute is how many requests one secret may make in any minute
	// unless [Settings] say otherwise; 0 means any number.
	RequestsPerMinute int
}

// under are the rules with what the settings say instead.
func (r Rules) under(settings Settings) Rules {
	if settings.Limit > 0 {
		r.ActiveKeys = settings.Limit
	}
	if settings.RequestsPerMinute > 0 && r.RequestsPerMinute > 0 {
		r.RequestsPerMinute = settings.RequestsPerMinute
	}
	return r
}

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
