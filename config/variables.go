package config

import (
	"runtime"
	"slices"
	"strings"
)

// commandEnvironment gives a command the environment, without our own secrets
// and without where we were started.
func commandEnvironment(environment []string) []string {
	kept := []string{}
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc([]string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE", "PWD", "OLDPWD"}, func(hidden string) bool { return sameVariable(name, hidden) }) {
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
