package emulator

import (
	"encoding/json"
	"slices"

	"keyctl/emulator"
)

const (
	permissionRead  = "read"
	permissionWrite = "write"
)

const errPermissions emulator.Refusal = "permissions must list read, write or both"

// readPermissions gives them in one order, whatever order they are sent in.
func readPermissions(body emulator.Object) (emulator.Scope, error) {
	// A null in the list would read as an empty string.
	var listed []*string
	if json.Unmarshal(body[fieldPermissions], &listed) != nil || len(listed) == 0 {
		return emulator.Scope{}, errPermissions
	}
	var scope emulator.Scope
	for _, permission := range listed {
		if permission == nil || *permission != permissionRead && *permission != permissionWrite || slices.Contains(scope.Words, *permission) {
			return emulator.Scope{}, errPermissions
		}
		scope.Words = append(scope.Words, *permission)
	}
	slices.Sort(scope.Words)
	return scope, nil
}

func mayWrite(scope emulator.Scope) bool { return slices.Contains(scope.Words, permissionWrite) }

// mayRead is true for every key: to write includes to read.
func mayRead(scope emulator.Scope) bool {
	return slices.Contains(scope.Words, permissionRead) || mayWrite(scope)
}
