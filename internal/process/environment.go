// Package process starts the programs of others: which one is meant, what it
// may know of us, and how it ends with everything that it started.
package process

import (
	"runtime"
	"slices"
	"strings"
)

// Environment gives a program the environment, without our own secrets and
// without the other variables that are named.
func Environment(environment []string, without ...string) []string {
	hidden := append([]string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE"}, without...)
	kept := []string{}
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc(hidden, func(one string) bool { return sameVariable(name, one) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}

// variable gives the value that counts of a variable.
func variable(environment []string, name string) string {
	value := ""
	for _, entry := range environment {
		if key, text, _ := strings.Cut(entry, "="); sameVariable(key, name) {
			value = text
		}
	}
	return value
}

func sameVariable(a, b string) bool {
	return a == b || runtime.GOOS == "windows" && strings.EqualFold(a, b)
}

// IsVariable reports whether a name is one that every shell takes.
func IsVariable(name string) bool {
	for i := range len(name) {
		c := name[i]
		isLetter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !isLetter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
