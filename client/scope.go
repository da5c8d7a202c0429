package client

import (
	"slices"
	"strconv"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
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

// Quota bounds how much a key may be used, in its console's own unit.
type Quota struct {
	Unlimited bool
	Limit     int64 // at least 0
}

// Same reports whether two quotas bound a key alike.
func (q *Quota) Same(other *Quota) bool {
	if q == nil || other == nil {
		return q == other
	}
	return q.Unlimited == other.Unlimited && (q.Unlimited || q.Limit == other.Limit)
}

const unlimited = "unlimited"

// ParseQuota reads a quota as a user writes it: a whole number, or "unlimited".
func ParseQuota(text string) (*Quota, error) {
	if text == unlimited {
		return &Quota{Unlimited: true}, nil
	}
	limit, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strings.Trim(text, "0123456789") != "" {
		return nil, errs.Errorf(errs.Usage, "%s is not a quota", safetext.Quote(text)).
			WithHint("use a whole number like 100000, in the console's own unit, or unlimited")
	}
	return &Quota{Limit: limit}, nil
}

// String gives the quota in the words of [ParseQuota].
func (q Quota) String() string {
	if q.Unlimited {
		return unlimited
	}
	return strconv.FormatInt(q.Limit, 10)
}
