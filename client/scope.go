package client

import (
	"slices"
	"strings"
)

// Scope is what a key may be used for, in the words of --scope. Which of
// them a console takes, and together with which others, its dialect says.
type Scope string

// The scopes that need no name behind them.
const (
	ScopeAll           Scope = "all"
	ScopeInference     Scope = "inference"
	ScopeKubernetesAll Scope = "kubernetes:all"
	ScopeRead          Scope = "read"
	ScopeWrite         Scope = "write"
)

// kubernetesPrefix comes before the id of a namespace.
const kubernetesPrefix = "kubernetes:"

// KubernetesNamespace is the scope for one namespace.
func KubernetesNamespace(id string) Scope { return Scope(kubernetesPrefix + id) }

// Namespace is the namespace id of a scope for one namespace, and whether it
// is such a scope.
func (s Scope) Namespace() (string, bool) {
	id, found := strings.CutPrefix(string(s), kubernetesPrefix)
	return id, found && id != "all" && id != ""
}

// SameScopes reports whether two lists hold the same scopes in any order.
func SameScopes(a, b []Scope) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
