package keys

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/client/identify"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/output"
)

// hunt looks for the key of a secret in several accounts.
type hunt struct {
	run    *cli.Run
	secret secrets.Secret
	asked  int // accounts
	rows   []output.Row
	found  []recordAt
	sure   bool // whether the console reports so much of the last one that it can't be chance
	failed []failedAccount
}

// recordAt is a key wherever it is looked at from: several profiles may lead to
// one account.
type recordAt struct{ origin, id string }

// failedAccount is an account that could not be asked.
type failedAccount struct {
	name string
	err  error
}

// ask looks for the key in one account. The secret stays here.
func (h *hunt) ask(ctx context.Context, account config.Account) {
	if err := h.look(ctx, account); err != nil {
		h.failed = append(h.failed, failedAccount{account.Profile.Name, err})
	}
}

func (h *hunt) look(ctx context.Context, account config.Account) error {
	if account.Err != nil {
		return account.Err
	}
	profile := account.Profile
	profile.Options.Everyone = profile.Options.Workspace != "" // it is only looked at
	acct, err := h.run.Opener().Open(ctx, profile)
	if err != nil {
		return err
	}
	defer acct.Close()
	bearers, err := identify.Matches(acct.List(ctx), h.secret, acct.Dialect().KeyPrefix)
	if err != nil {
		return err
	}
	for _, bearer := range identify.Begun(bearers) {
		record := recordAt{acct.Origin(), bearer.Key.ID}
		if slices.Contains(h.found, record) {
			continue
		}
		h.found, h.rows, h.sure = append(h.found, record), append(h.rows, acct.Row(bearer.Key)), bearer.Telling()
	}
	return nil
}

// outcome is nil when the secret belongs to one key and every account says so.
func (h *hunt) outcome() error {
	unasked := ""
	if len(h.failed) > 0 {
		unasked = "; " + h.unasked()
	}
	switch {
	case len(h.rows) > 1:
		return h.ambiguous("the secret could be that of %d keys%s", len(h.rows), unasked).
			WithHint("try it with `verify`, or end all of them")
	case len(h.rows) == 1 && !h.sure:
		return h.ambiguous("the secret could be that of one key, but its console tells too little of it to know%s", unasked).
			WithHint("try the secret with `verify`; where it works, end the key to be safe")
	case len(h.failed) == 1 && h.asked == 1:
		return h.failed[0].err
	case len(h.failed) > 0 && len(h.failed) == h.asked && h.alike():
		return errs.Errorf(errs.KindOf(h.failed[0].err), "no account could be asked%s", unasked).
			WithHint("`doctor -p %s` finds out why", h.failed[0].name)
	case len(h.failed) > 0 && len(h.rows) == 1:
		return errs.Errorf(errs.Partial, "one key was found, but there may be others%s", unasked).
			WithHint("`doctor -p %s` finds out why", h.failed[0].name)
	case len(h.failed) > 0:
		return errs.Errorf(errs.Partial, "no key was found%s", unasked).
			WithHint("`doctor -p %s` finds out why", h.failed[0].name)
	case len(h.rows) == 0:
		return errs.Errorf(errs.NotFound, "no key of the accounts that were asked begins like the secret").
			WithHint("it may be of an account or a workspace that no profile is for, or be gone from the list already")
	}
	return nil
}

// ambiguous is the failure that nothing tells which key it is.
func (h *hunt) ambiguous(format string, values ...any) *errs.Error {
	failure := errs.Errorf(errs.Conflict, format, values...)
	var keys []client.Key
	for _, row := range h.rows[:min(len(h.rows), client.MostCandidates)] {
		keys = append(keys, row.Key)
	}
	return client.WithCandidates(failure, keys)
}

// alike reports whether all accounts failed in the same way.
func (h *hunt) alike() bool {
	return !slices.ContainsFunc(h.failed, func(f failedAccount) bool {
		return errs.KindOf(f.err) != errs.KindOf(h.failed[0].err)
	})
}

// unasked tells which accounts could not be asked, and why.
func (h *hunt) unasked() string {
	var told []string
	for _, failed := range h.failed {
		told = append(told, fmt.Sprintf("%s could not be asked: %s", failed.name, failed.err))
	}
	return strings.Join(told, "; ")
}
