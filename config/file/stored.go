package config

import (
	"path/filepath"
	"slices"
	"strings"

	"keyctl/client"
)

// Keeping says where the credential of a profile is kept.
type Keeping string

// The places where a credential can be kept.
const (
	KeepOS   Keeping = "os"   // the keyring of the operating system
	KeepFile Keeping = "file" // an encrypted file
	KeepNone Keeping = "none" // nowhere: a command or the environment gives it
)

// Stored is a profile as the profiles file holds it. It never holds a secret.
type Stored struct {
	Console           string
	BaseURL           string // "" is the console's own
	ModelURL          string // where secrets are tried, "" is the console's own place
	Workspace         string // "" is the account's own keys
	CAFile            string // "" trusts what the system trusts
	Keyring           Keeping
	CredentialCommand []string

	// Requests and CredentialHeader take the place of what is inferred of the
	// console. They are written by hand only.
	Requests         map[client.Verb]client.Route
	CredentialHeader client.Header
}

// The fields of the file, in the order in which they are written.
const (
	fieldCurrent   = "current"
	fieldJournal   = "journal"
	fieldProfiles  = "profiles"
	fieldConsole   = "console"
	fieldBaseURL   = "base_url"
	fieldModelURL  = "model_url"
	fieldWorkspace = "workspace"
	fieldCAFile    = "ca_file"
	fieldKeyring   = "keyring"
	fieldCommand   = "credential_command"
	fieldHeader    = "credential_header"
	fieldRequests  = "requests"
)

func fileFields() []string { return []string{fieldCurrent, fieldJournal, fieldProfiles} }

func profileFields() []string {
	return []string{
		fieldConsole, fieldBaseURL, fieldModelURL, fieldWorkspace, fieldCAFile, fieldKeyring, fieldCommand, fieldHeader, fieldRequests,
	}
}

func keepings() []string { return []string{string(KeepOS), string(KeepFile), string(KeepNone)} }

// fault is what is wrong with a profile, and with which field of it. It shows
// no value: a value may be a secret that stands in the wrong place.
type fault struct {
	field, what, hint string
}

// check gives the first thing that is wrong with a profile, nil for nothing.
// Whether the console is known is for the caller to say.
func (s Stored) check() *fault {
	switch {
	case s.Console == "":
		return &fault{fieldConsole, "it has no console", "name the console the account is on, like console: huddle01"}
	case !isWord(s.Console):
		return &fault{fieldConsole, "its console is no name of a console", "name the console the account is on, like console: huddle01"}
	case s.Workspace != "" && !isWorkspace(s.Workspace):
		return &fault{fieldWorkspace, "its workspace is not the id of one", workspaceHint}
	case s.CAFile != "" && (!filepath.IsAbs(s.CAFile) || strings.ContainsFunc(s.CAFile, client.Hostile)):
		return &fault{fieldCAFile, "its ca_file is not an absolute path", "give the whole path: ca_file: /etc/ssl/company.pem"}
	}
	for _, url := range []struct{ field, text string }{{fieldBaseURL, s.BaseURL}, {fieldModelURL, s.ModelURL}} {
		if _, err := client.ParseBase(url.text); url.text != "" && err != nil {
			return &fault{url.field, "its " + url.field + " cannot be used", "give it as https://HOST/PATH, without user, query or fragment; plain http is taken for 127.0.0.1, [::1] and localhost only"}
		}
	}
	return s.checkKeeping()
}

// checkKeeping checks that there is one place the credential comes from.
func (s Stored) checkKeeping() *fault {
	command := len(s.CredentialCommand) > 0
	switch {
	case s.Keyring == "":
		return &fault{fieldKeyring, "it doesn't say where its credential is kept", "add keyring: os, file or none"}
	case !slices.Contains(keepings(), string(s.Keyring)):
		return &fault{fieldKeyring, "its keyring is none that exists", "keyring can be: os, file, none"}
	case command && s.Keyring != KeepNone:
		return &fault{fieldCommand, "it has a credential_command, and keyring " + string(s.Keyring) + " too", "a credential comes from one place: remove one of the two"}
	}
	for _, word := range s.CredentialCommand {
		if word == "" || strings.ContainsRune(word, 0) {
			return &fault{fieldCommand, "its credential_command has a word that is empty or holds a NUL", "write it as a list of words: " + commandExample}
		}
	}
	return nil
}

const commandExample = `credential_command: [op, read, "op://vault/item/field"]`
