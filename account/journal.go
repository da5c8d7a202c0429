package account

import (
	"context"
	"errors"
	"path/filepath"

	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/keyring"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// JournalFolder is where the journal lies, "" for nowhere.
func JournalFolder(environment func(string) string) string {
	folder := config.StateFolder(environment)
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "keyctl", "journal")
}

// Journal is where new keys are recorded until their secret has arrived. It
// fails where no folder is known for it.
func Journal(environment func(string) string) (journal.Journal, error) {
	folder := JournalFolder(environment)
	if folder == "" {
		return journal.Journal{}, errs.Errorf(errs.Usage, "there is no place for the journal, which keeps a new secret until it has arrived").
			WithHint("set HOME or XDG_STATE_HOME to an absolute path")
	}
	return journal.Journal{Folder: folder}, nil
}

// Identities gives what keeps the identity that opens the journal. It waits for
// nobody at the keyring; a passphrase is asked for where the user chose the file.
func (o Opener) Identities(profile config.Profile) (identity.Keeper, error) {
	place, err := config.JournalPlace(o.Environment, o.Store())
	// An account that is complete without the profiles file works also where that
	// can't be read.
	complete := profile.From == config.FromEnvironment && o.Environment("KEYCTL_JOURNAL") == ""
	if err != nil && !complete {
		return identity.Keeper{}, err
	}
	keeper := identity.Keeper{
		Folder: JournalFolder(o.Environment), Choice: identity.Place(place),
		Keyring:       keyring.Keyring{Environment: o.Environment},
		HasPassphrase: o.Environment("KEYCTL_PASSPHRASE") != "",
	}
	if keeper.HasPassphrase && profile.From == config.FromFile {
		keeper.Profile = profile.Name // whose file the passphrase opens as well
	}
	keeper.Passphrase = func(ctx context.Context, confirm bool) (secrets.Secret, error) {
		secret, err := o.passphrase(ctx, "journal's identity", "journal"+OwnedBy(keeper), confirm)
		if failure, ok := errors.AsType[*errs.Error](err); ok && keeper.Owner() != "" {
			return secret, failure.WithHint("%s; the passphrase is that of the profile %s", failure.Hint, keeper.Owner())
		}
		return secret, err
	}
	return keeper, nil
}

// OwnedBy says whose passphrase opens the journal's identity, "" where it is
// nobody's.
func OwnedBy(keeper identity.Keeper) string {
	if owner := keeper.Owner(); owner != "" {
		return " (that of the profile " + owner + ")"
	}
	return ""
}

// SetUpJournal lets the vault that a login has just stored a credential in keep
// the journal's identity as well: nobody has to be asked for it now. A login
// succeeds also where this fails.
func (o Opener) SetUpJournal(ctx context.Context, profile config.Profile, stored Vault) {
	keeper, err := o.Identities(profile)
	if err == nil {
		keeper.Profile = profile.Name
		err = o.setUpIn(ctx, keeper, stored)
	}
	if err != nil {
		o.Notes.Warn("signed in, but new secrets could not be kept safe in the journal yet: %s", safetext.Printable(err.Error()))
	}
}

func (o Opener) setUpIn(ctx context.Context, keeper identity.Keeper, stored Vault) error {
	place := identity.InKeyring
	switch files := stored.(type) {
	case keyring.Keyring:
	case agefile.Files:
		place, keeper.Passphrase = identity.InFile, files.Passphrase
	default:
		return nil // nothing was stored
	}
	if keeper.Choice != "" && keeper.Choice != place || keeper.Folder == "" {
		return nil
	}
	found, err := keeper.Found()
	if err == nil && found.Place == identity.InFile && keeper.Owner() != keeper.Profile {
		o.Notes.Note("what the journal keeps opens with the passphrase that it was set up with%s", OwnedBy(keeper))
	}
	if err != nil || place == identity.InFile && found != (identity.Recipient{}) {
		return err
	}
	_, err = keeper.SetUp(ctx, place)
	return err
}
