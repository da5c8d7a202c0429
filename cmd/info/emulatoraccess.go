package info

import (
	"encoding/json"
	"fmt"
	"strings"

	"keyctl/cmd/cli"
	"keyctl/emulator"
	"keyctl/internal/errs"
)

// access is what a program needs to use an emulated console.
type access struct {
	console    string
	BaseURL    string   `json:"base_url"`
	APIKey     string   `json:"api_key"`
	Namespaces []string `json:"namespaces,omitempty"`
	Workspaces []string `json:"workspaces,omitempty"`
	// Members are the credentials of the account's other people.
	Members map[string]string `json:"members,omitempty"`
	people  []string
}

func accessTo(served *emulator.Emulator, halves []emulator.Half, address string) []access {
	var all []access
	for _, half := range halves {
		at := access{
			console: half.Console, BaseURL: "http://" + address + half.Path,
			APIKey: served.Credential(half.Console), Namespaces: half.Namespaces, Workspaces: half.Workspaces,
		}
		if len(half.Members) > 1 {
			at.people = half.Members[1:]
			at.Members = make(map[string]string)
		}
		for _, name := range at.people {
			at.Members[name] = served.MemberCredential(half.Console, name)
		}
		all = append(all, at)
	}
	return all
}

func (at access) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n  KEYCTL_CONSOLE=%s\n  KEYCTL_BASE_URL=%s\n  KEYCTL_API_KEY=%s\n", at.console, at.console, at.BaseURL, at.APIKey)
	for _, name := range at.people {
		fmt.Fprintf(&text, "  KEYCTL_API_KEY=%s (%s)\n", at.Members[name], name)
	}
	for _, namespace := range at.Namespaces {
		fmt.Fprintf(&text, "  namespace %s\n", namespace)
	}
	for _, workspace := range at.Workspaces {
		fmt.Fprintf(&text, "  workspace %s\n", workspace)
	}
	return text.String()
}

// announce prints, once it listens, where and with which credentials.
func announce(run *cli.Run, all []access, address string, asJSON bool) error {
	ready := map[string]access{}
	var text strings.Builder
	for _, at := range all {
		ready[at.console] = at
		text.WriteString(at.text())
	}
	var err error
	if asJSON {
		err = json.NewEncoder(run.Out).Encode(map[string]any{"consoles": ready})
	} else {
		_, err = fmt.Fprintf(run.Out, "%slistening on %s; a signal ends it\n", text.String(), address)
	}
	if err != nil {
		return errs.Errorf(errs.Failed, "cannot tell where it listens: %w", err)
	}
	return nil
}
