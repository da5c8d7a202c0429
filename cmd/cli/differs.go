package cli

import (
	"fmt"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Differs reports a key that the console made otherwise than it was asked to:
// it may have more rights, a later expiry, or belong to another workspace.
func Differs(draft client.Draft, workspace string, key client.Key) error {
	var what string
	switch place := key.Workspace; {
	case key.Status == client.Disabled || key.Ended():
		what = fmt.Sprintf("the status %s", key.Status)
	case workspace != "" && place != "" && place != workspace:
		what = fmt.Sprintf("the workspace %s instead of %s", place, workspace)
	case len(key.Scopes) > 0 && len(draft.Scopes) > 0 && !client.SameScopes(key.Scopes, draft.Scopes):
		what = fmt.Sprintf("the scopes %v instead of %v", key.Scopes, draft.Scopes)
	case draft.Expiry.Given() && key.ExpiresAt.IsZero() && !draft.Expiry.Never:
		what = "no expiry that the console tells"
	case draft.Expiry.Given() && !draft.Expiry.Matches(key):
		what = "another expiry than it was asked for"
	case draft.Quota != nil && key.Quota == nil:
		what = "no quota that the console tells"
	case draft.Quota != nil && !draft.Quota.Same(key.Quota):
		what = fmt.Sprintf("the quota %s instead of %s", key.Quota, draft.Quota)
	default:
		return nil
	}
	return errs.Errorf(errs.Failed, "the key %s was created, but with %s", safetext.Quote(key.ID), safetext.Printable(what)).
		About(key.ID).WithHint("`show` shows it; revoke it if it is not what you want")
}
