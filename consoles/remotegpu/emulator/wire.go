package emulator

import (
	"slices"
	"time"

	"keyctl/emulator"
)

type key struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Prefix   string     `json:"prefix"`
	Secret   string     `json:"key,omitempty"`
	Scopes   scopes     `json:"scopes"`
	Created  time.Time  `json:"created_at"`
	Expires  *time.Time `json:"expires_at"`
	LastUsed *time.Time `json:"last_used_at"`
	Revoked  *time.Time `json:"revoked_at"`
}

type scopes struct {
	All        bool        `json:"all,omitempty"`
	Inference  bool        `json:"inference,omitempty"`
	Kubernetes *kubernetes `json:"kubernetes_exec,omitempty"`
}

type kubernetes struct {
	NamespaceIDs  []string `json:"namespace_ids,omitempty"`
	AllNamespaces bool     `json:"all_namespaces,omitempty"`
}

func wireKey(k emulator.Key) key {
	return key{
		ID:       k.ID,
		Name:     k.Name,
		Prefix:   k.Prefix,
		Scopes:   wireScopes(k.Scope),
		Created:  k.Created,
		Expires:  orNull(k.Expires),
		LastUsed: orNull(k.LastUsed),
		Revoked:  orNull(k.Revoked),
	}
}

func wireScopes(scope emulator.Scope) scopes {
	wire := scopes{
		All:       slices.Contains(scope.Words, fieldAll),
		Inference: slices.Contains(scope.Words, fieldInference),
	}
	if slices.Contains(scope.Words, fieldKubernetes) {
		wire.Kubernetes = &kubernetes{
			NamespaceIDs:  scope.Namespaces,
			AllNamespaces: slices.Contains(scope.Words, fieldAllNamespaces),
		}
	}
	return wire
}

func orNull(moment time.Time) *time.Time {
	if moment.IsZero() {
		return nil
	}
	return &moment
}

type models struct {
	Models []model `json:"models"`
}

type model struct {
	ID              string `json:"id"`
	Available       bool   `json:"available"`
	ReadyReplicas   int    `json:"ready_replicas"`
	DesiredReplicas int    `json:"desired_replicas"`
}

type failure struct {
	Message string `json:"message"`
}
