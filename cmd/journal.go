package cmd

import (
	"context"
	"errors"
	"path/filepath"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/keyring"
	"keyctl/custody/identity"
)

// journalFolder is where the journal lies, "" for nowhere.
func (a *app) journalFolder() string {
	folder := config.StateFolder(a.system.Environment)
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "keyctl", "journal")
}

// identities gives what keeps the identity that opens the journal. It waits for
// nobody at the keyring; a passphrase is asked for where the user chose the file.
func (a *app) identities() (identity.Keeper, error) {
	place, err := config.JournalPlace(a.system.Environment, a.store())
	// An account that is complete without the profiles file works also where that
	// can't be read.
	complete := a.profile.From == config.FromEnvironment && a.system.Environment("KEYCTL_JOURNAL") == ""
	if err != nil && !complete {
		return identity.Keeper{}, err
	}
	keeper := identity.Keeper{
		Folder: a.journalFolder(), Choice: identity.Place(place),
		Keyring:       keyring.Keyring{Environment: a.system.Environment},
		HasPassphrase: a.system.Environment("KEYCTL_PASSPHRASE") != "",
	}
	if keeper.HasPassphrase && a.profile.From == config.FromFile {
		keeper.Profile = a.profile.Name // which it has opened, too
	}
	keeper.Passphrase = func(ctx context.Context, confirm bool) (client.Secret, error) {
		secret, err := a.passphraseOf(ctx, "journal's identity", "journal"+ownedBy(keeper), confirm)
		if failure, ok := errors.AsType[*client.Error](err); ok && keeper.Owner() != "" {
			failure.Hint += "; the passphrase is that of the profile " + keeper.Owner()
		}
		return secret, err
	}
	return keeper, nil
}

// ownedBy tells whose passphrase opens the journal's identity.
func ownedBy(keeper identity.Keeper) string {
	if owner := keeper.Owner(); owner != "" {
		return " (that of the profile " + owner + ")"
	}
	return ""
}

// setUpJournal lets the place that a login has just stored a credential in keep
// the journal's identity, too: nobody has to be asked for it now. A login that
// can't is none the less one.
func (a *app) setUpJournal(ctx context.Context, stored vault) {
	keeper, err := a.identities()
	if err == nil {
		keeper.Profile = a.profile.Name
		err = a.setUpBeside(ctx, keeper, stored)
	}
	if err != nil {
		a.warn("signed in, but new secrets could not be kept safe in the journal yet: %s", client.Printable(err.Error()))
	}
}

func (a *app) setUpBeside(ctx context.Context, keeper identity.Keeper, stored vault) error {
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
		a.note("what the journal keeps opens with the passphrase that it was set up with%s", ownedBy(keeper))
	}
	if err != nil || place == identity.InFile && found != (identity.Recipient{}) {
		return err
	}
	_, err = keeper.SetUp(ctx, place)
	return err
}
