package emulator

import "time"

// Draft is a key to be made. The console's half chooses identifier and secret.
type Draft struct {
	ID        string
	Secret    string
	Prefix    string
	Name      string
	Scope     Scope
	Expires   time.Time
	Owner     string
	Workspace string
	Quota     *Quota
}

func (d Draft) key() Key {
	return Key{
		ID: d.ID, Name: d.Name, Prefix: d.Prefix, Scope: d.Scope, Expires: d.Expires.UTC(),
		Owner: d.Owner, Workspace: d.Workspace, Quota: d.Quota.clone(),
	}
}

// Change is what to change about a key; nil leaves a field as it is.
type Change struct {
	Name  *string
	Scope *Scope
	// Expires pointing to the zero time clears the expiry.
	Expires  *time.Time
	Disabled *bool
	// Quota sets Unlimited and Limit; what is used stays.
	Quota *Quota
}

func (c Change) apply(k *Key) {
	if c.Name != nil {
		k.Name = *c.Name
	}
	if c.Scope != nil {
		k.Scope = *c.Scope
	}
	if c.Expires != nil {
		k.Expires = c.Expires.UTC()
	}
	if c.Disabled != nil {
		k.Disabled = *c.Disabled
	}
	if c.Quota != nil {
		changed := *c.Quota
		changed.Used = k.Quota.used()
		k.Quota = &changed
	}
}

// verbs are those whose faults the change meets on a console with these rules.
func (c Change) verbs(rules Rules) []Verb {
	var verbs []Verb
	if c.Name != nil {
		verbs = append(verbs, VerbRename)
	}
	if c.Expires != nil {
		verbs = append(verbs, VerbExpire)
	}
	if c.Scope != nil {
		verbs = append(verbs, VerbScope)
	}
	if c.Quota != nil {
		verbs = append(verbs, VerbQuota)
	}
	switch {
	case c.Disabled == nil:
	case !*c.Disabled:
		verbs = append(verbs, VerbEnable)
	case rules.RevokeDisables:
		verbs = append(verbs, VerbDisable, VerbRevoke)
	default:
		verbs = append(verbs, VerbDisable)
	}
	return verbs
}
