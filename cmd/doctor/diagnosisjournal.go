package doctor

import (
	"context"

	"keyctl/account"
	"keyctl/custody/identity"
)

// keepsMend says how new secrets are kept safe on any machine.
const keepsMend = "set KEYCTL_JOURNAL=local to keep what opens it beside it, or sign in with `login --console NAME --keyring file`"

// journal finds out whether a secret that can't be delivered could be kept, and
// read again. Nothing is set up for that.
func (d *diagnosis) journal(ctx context.Context) {
	const check = "journal"
	keeper, err := d.opener.Identities(d.profile)
	if err != nil && d.findings[0].Message == err.Error() {
		d.skipped("the profiles file has to be mended first", check)
		return
	}
	found := identity.Recipient{}
	if err == nil {
		found, err = keeper.Found()
	}
	switch {
	case err != nil:
		d.failed(check, statusWrong, err)
	case found == identity.Recipient{}:
		d.noJournal(ctx, keeper)
	default:
		opened, err := keeper.Check(ctx, found)
		switch {
		case err != nil:
			d.failed(check, statusWrong, err)
		case opened:
			d.found(check, statusOK, "", "sealed; its identity can be read, from: %s", found.Place)
		default:
			d.found(check, statusOK, "", "sealed; its identity lies in a file, whose passphrase%s was not asked for", account.OwnedBy(keeper))
		}
	}
}

// noJournal tells what the first create is going to do.
func (d *diagnosis) noJournal(ctx context.Context, keeper identity.Keeper) {
	const check = "journal"
	place, err := keeper.Next(ctx)
	switch {
	case err != nil:
		d.failed(check, statusWrong, err)
	case place != identity.Nowhere:
		d.found(check, statusOK, "", "not set up yet; the first create does it, with its identity in: %s", place)
	case keeper.Folder == "":
		d.found(check, statusWarning, "set HOME or XDG_STATE_HOME to an absolute path", "there is no place for it: a secret that does not arrive is lost, and its key ended again")
	default:
		d.found(check, statusWarning, keepsMend, "the journal keeps no secrets: one that does not arrive is lost, and its key ended again")
	}
}
