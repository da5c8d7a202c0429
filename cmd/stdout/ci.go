package stdout

import (
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/system"
)

// RefuseInLog refuses to create a key whose secret would go to stdout where a CI
// job runs, because stdout is its log. A runner that masks secrets is asked to; a
// sandbox's secrets are toys.
func RefuseInLog(system system.System, sandbox, showSecret bool) error {
	if showSecret || sandbox || masks(system) || !inCI(system) {
		return nil
	}
	return errs.Errorf(errs.Usage, "this is a CI job (CI is set), and the secret would go to its log").
		WithHint("send it where it belongs with --to, like --to env:.env#API_KEY, or add --show-secret if stdout goes elsewhere")
}

// inCI reports whether a CI job runs us: they all set CI, and some people unset
// it by saying no.
func inCI(system system.System) bool {
	switch strings.ToLower(system.Environment("CI")) {
	case "", "false", "0":
		return false
	}
	return true
}
