package emulator

import (
	"encoding/json"
	"slices"
	"strings"

	"keyctl/emulator"
)

const (
	fieldAll           = "all"
	fieldInference     = "inference"
	fieldKubernetes    = "kubernetes_exec"
	fieldNamespaces    = "namespace_ids"
	fieldAllNamespaces = "all_namespaces"
)

// The documented refusals, and one for what the documents leave out.
const (
	errNoScope     emulator.Refusal = "At least one explicit scope is required"
	errMixed       emulator.Refusal = "Explicit mixed scopes are not supported"
	errAllCombined emulator.Refusal = "all cannot be combined with other scope fields"
	errNoNamespace emulator.Refusal = "At least one namespace ID is required unless all_namespaces is true"
	errScopeShape  emulator.Refusal = "Invalid scope payload"
)

// parseScope reads one of the four shapes a scope can have.
func parseScope(raw json.RawMessage) (emulator.Scope, error) {
	object, err := emulator.ParseObject(raw)
	switch {
	case string(raw) == "null":
		return emulator.Scope{}, errNoScope
	case err != nil || hasOther(object, fieldAll, fieldInference, fieldKubernetes):
		return emulator.Scope{}, errScopeShape
	case len(object) == 0:
		return emulator.Scope{}, errNoScope
	case object[fieldAll] != nil && len(object) > 1:
		return emulator.Scope{}, errAllCombined
	case len(object) > 1:
		return emulator.Scope{}, errMixed
	case object[fieldKubernetes] != nil:
		return parseKubernetes(object[fieldKubernetes])
	case object[fieldAll] != nil:
		return parseFlag(object[fieldAll], fieldAll)
	}
	return parseFlag(object[fieldInference], fieldInference)
}

func parseFlag(raw json.RawMessage, word string) (emulator.Scope, error) {
	switch string(raw) {
	case "true":
		return emulator.Scope{Words: []string{word}}, nil
	case "false":
		return emulator.Scope{}, errNoScope
	}
	return emulator.Scope{}, errScopeShape
}

func parseKubernetes(raw json.RawMessage) (emulator.Scope, error) {
	object, err := emulator.ParseObject(raw)
	if err != nil || hasOther(object, fieldNamespaces, fieldAllNamespaces) {
		return emulator.Scope{}, errScopeShape
	}
	var all bool
	var listed []*string
	for field, target := range map[string]any{fieldAllNamespaces: &all, fieldNamespaces: &listed} {
		value, found := object[field]
		if found && (string(value) == "null" || json.Unmarshal(value, target) != nil) {
			return emulator.Scope{}, errScopeShape
		}
	}
	switch {
	case slices.Contains(listed, nil) || all && len(listed) > 0:
		return emulator.Scope{}, errScopeShape
	case all:
		return emulator.Scope{Words: []string{fieldKubernetes, fieldAllNamespaces}}, nil
	case len(listed) == 0:
		return emulator.Scope{}, errNoNamespace
	}
	scope := emulator.Scope{Words: []string{fieldKubernetes}}
	for _, namespace := range listed {
		scope.Namespaces = append(scope.Namespaces, strings.ToLower(*namespace))
	}
	return scope, nil
}

func hasOther(object emulator.Object, known ...string) bool {
	for field := range object {
		if !slices.Contains(known, field) {
			return true
		}
	}
	return false
}

func allowsInference(scope emulator.Scope) bool {
	return slices.Contains(scope.Words, fieldAll) || slices.Contains(scope.Words, fieldInference)
}
