package file

import (
	"path/filepath"
	"slices"
	"strings"

	"keyctl/client/network"
	"keyctl/internal/safetext"
)

const workspaceHint = "give the id that the console shows: letters, digits, dashes and underscores, like workspace: 42"

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
	case s.Workspace != "" && !IsWorkspace(s.Workspace):
		return &fault{fieldWorkspace, "its workspace is not the id of one", workspaceHint}
	case s.CAFile != "" && (!filepath.IsAbs(s.CAFile) || strings.ContainsFunc(s.CAFile, safetext.Hostile)):
		return &fault{fieldCAFile, "its ca_file is not an absolute path", "give the whole path: ca_file: /etc/ssl/company.pem"}
	}
	for _, url := range []struct{ field, text string }{{fieldBaseURL, s.BaseURL}, {fieldModelURL, s.ModelURL}} {
		if _, err := network.ParseBase(url.text); url.text != "" && err != nil {
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
			return &fault{fieldCommand, "its credential_command has a word that is empty or holds a NUL", "write it as a list of words: " + CommandExample}
		}
	}
	return nil
}

// CommandExample shows how a profile names the command that prints its credential.
const CommandExample = `credential_command: [op, read, "op://vault/item/field"]`
