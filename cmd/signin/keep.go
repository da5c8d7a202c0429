package signin

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"time"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// readyToKeep finds out, before anybody is asked for anything, whether the
// place where the credential shall be kept can take it.
func readyToKeep(ctx context.Context, run *cli.Run, plan loginPlan) error {
	if err := run.Opener().Store().HasPlace(); err != nil {
		return err
	}
	switch plan.profile.From {
	case config.FromKeyring:
		return run.Opener().Keyring().Check(ctx)
	case config.FromFile:
		if run.Environment("KEYCTL_PASSPHRASE") == "" && !run.Terminal.CanAsk() {
			return errs.Errorf(errs.Usage, "the credential file needs a passphrase, and there is no terminal to ask for it").
				WithHint("set KEYCTL_PASSPHRASE")
		}
	case config.FromCommand:
		return run.Opener().Store().CheckOwner()
	case config.FromEnvironment:
		if run.Environment("KEYCTL_API_KEY") == "" {
			return errs.Errorf(errs.Usage, "with --keyring none the credential comes from KEYCTL_API_KEY, which is not set").
				WithHint("set KEYCTL_API_KEY, or choose --keyring os or --keyring file")
		}
	}
	return nil
}

// keep stores the credential and writes the profile, both while no other
// writer does: whoever comes meanwhile finds the old ones or the new ones. If
// the profile can't be written, a credential that no profile leads to is taken
// back.
func keep(ctx context.Context, run *cli.Run, plan loginPlan, signedIn *client.Client) error {
	place, keeps, err := vaultFor(ctx, run, plan.profile)
	if err != nil {
		return err
	}
	stored := false
	err = run.Opener().Store().Update(ctx, func(profiles *file.File) error {
		if err := plan.stillHolds(*profiles); err != nil {
			return err
		}
		changed, err := profiles.With(plan.profile.Name, plan.stored)
		if err != nil {
			return err
		}
		if keeps {
			stored = true // perhaps: a keyring that failed may have stored it all the same
			if err := place.Set(ctx, plan.profile.Name, config.Pack(signedIn.Credential())); err != nil {
				return err
			}
		}
		*profiles = changed
		profiles.Current = cmp.Or(profiles.Current, plan.profile.Name)
		return nil
	})
	if err == nil {
		kept(ctx, run, plan)
		run.Opener().SetUpJournal(ctx, plan.profile, place)
		return nil
	}
	if failure, ok := errors.AsType[*errs.Error](err); ok && failure.Kind == errs.Usage {
		err = failure.OfKind(errs.Failed) // the console was asked already
	}
	if stored && (plan.before == nil || config.SourceOf(*plan.before) != plan.profile.From) {
		takeBack(ctx, run, place, plan.profile.Name)
	}
	return err
}

// vaultFor gives the vault for what is about to be stored: a passphrase is asked for
// before anything is locked.
func vaultFor(ctx context.Context, run *cli.Run, profile config.Profile) (account.Vault, bool, error) {
	place, keeps := run.Opener().Vault(profile.From, profile.Name)
	files, isFile := place.(agefile.Files)
	if !isFile {
		return place, keeps, nil
	}
	passphrase, err := files.Passphrase(ctx, true)
	files.Passphrase = func(context.Context, bool) (secrets.Secret, error) { return passphrase, nil }
	return files, keeps, err
}

// stillHolds fails when somebody changed the profile since the plan was made.
func (p loginPlan) stillHolds(profiles file.File) error {
	now, known := profiles.Profiles[p.profile.Name]
	if known == (p.before != nil) && (!known || now.Equal(*p.before)) {
		return nil
	}
	return errs.Errorf(errs.Conflict, "somebody else changed this profile meanwhile; nothing was stored").
		WithHint("`profile list` shows what it is now; sign in again")
}

// takeBackTime is how long a keyring has to give up what it was just given.
const takeBackTime = 5 * time.Second

// takeBack removes a credential that no profile will lead to, also after a
// signal.
func takeBack(ctx context.Context, run *cli.Run, place account.Vault, account string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeBackTime)
	defer cancel()
	if err := place.Delete(ctx, account); err != nil && !errors.Is(err, fs.ErrNotExist) {
		run.Alert("the credential may still be stored for %s: %s; `logout -p %s` removes it", account, safetext.Printable(err.Error()), account)
	}
}

// kept tells what a login leaves behind, and tidies what it replaces.
func kept(ctx context.Context, run *cli.Run, plan loginPlan) {
	if before := plan.before; before != nil && config.SourceOf(*before) != plan.profile.From {
		if _, err := forget(ctx, run, plan.profile.Name, *before); err != nil && !errors.Is(err, fs.ErrNotExist) {
			run.Warn("the former credential is left in its %s: %s", config.SourceOf(*before), err)
		}
	}
	profiles, err := run.Opener().Store().Read()
	if err == nil && profiles.Current != plan.profile.Name {
		run.Note("the current profile is %s; `profile use %s` changes that", profiles.Current, plan.profile.Name)
	}
	if run.Environment("KEYCTL_API_KEY") != "" && plan.profile.From != config.FromEnvironment {
		run.Warn("KEYCTL_API_KEY is set in the environment, which comes before profiles that no -p names")
	}
}

// untouched says that a failed login left everything as it was, and of a
// credential that was refused which one is wanted.
func untouched(err error, signIn string) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		changed := failure.Adding("; nothing was stored")
		if failure.Unsigned() {
			return changed.WithHint("give %s", signIn)
		}
		return changed
	}
	return err
}
