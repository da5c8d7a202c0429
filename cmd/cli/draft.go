package cli

import (
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
)

// DraftOptions say what a new key is to be.
type DraftOptions struct {
	Name    string
	scopes  []string
	expires string
	quota   string
}

// AddFlags adds what every command takes that creates a key; name is the usage of
// --name.
func (o *DraftOptions) AddFlags(run *Run, command *cobra.Command, name string) {
	flags := command.Flags()
	flags.StringVar(&o.Name, "name", "", name)
	flags.StringSliceVar(&o.scopes, "scope", nil, "what it may be used for: all, inference, kubernetes:all, kubernetes:NAMESPACE_ID, or read, write; repeatable")
	flags.StringVar(&o.expires, "expires", "", "when it ends: 90d, 12h, 2027-01-31, RFC 3339, never")
	flags.StringVar(&o.quota, "quota", "", "how much it may be used: a whole number in the console's own unit, or unlimited")
	complete.Flag(command, "scope", complete.ListOf(func() []string { return ScopeWords(run) }))
	complete.Flag(command, "expires", complete.Words(Whens))
	complete.Flag(command, "quota", complete.Words(Quotas))
}

// Required refuses a flag that is missing, and others that are given and empty.
func Required(command *cobra.Command, name string, others ...string) error {
	if !command.Flags().Changed(name) {
		return errs.Errorf(errs.Usage, "--%s is missing", name).WithHint("%s --help shows examples", command.CommandPath())
	}
	return filled(command, others...)
}

// filled refuses flags that were given an empty value: a variable of a script
// that isn't set must not become a key that never expires.
func filled(command *cobra.Command, names ...string) error {
	flags := command.Flags()
	for _, name := range names {
		if value := flags.Lookup(name).Value.String(); flags.Changed(name) && (value == "" || value == "[]") {
			return errs.Errorf(errs.Usage, "--%s is empty", name).WithHint("give it a value, or leave it out")
		}
	}
	return nil
}

// Draft reads the options.
func (o DraftOptions) Draft() (client.Draft, error) {
	draft := client.Draft{Name: o.Name, Scopes: Scopes(o.scopes)}
	var err error
	if o.expires != "" {
		draft.Expiry, err = client.ParseExpiry(o.expires, time.Now())
	}
	if err == nil && o.quota != "" {
		draft.Quota, err = client.ParseQuota(o.quota)
	}
	return draft, err
}

// Scopes gives words as scopes.
func Scopes(words []string) []client.Scope {
	var scopes []client.Scope
	for _, word := range words {
		scopes = append(scopes, client.Scope(word))
	}
	return scopes
}
