package cmd

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/file"
)

// readyToKeep finds out, before anybody is asked for anything, whether the
// place where the credential shall be kept can take it.
func (a *app) readyToKeep(ctx context.Context, plan loginPlan) error {
	if err := a.store().HasPlace(); err != nil {
		return err
	}
	switch plan.profile.From {
	case config.FromKeyring:
		return a.keyring().Check(ctx)
	case config.FromFile:
		if a.system.Environment("KEYCTL_PASSPHRASE") == "" && !a.canAsk() {
			return client.Errorf(client.Usage, "the credential file needs a passphrase, and there is no terminal to ask for it").
				WithHint("set KEYCTL_PASSPHRASE")
		}
	case config.FromCommand:
		return a.store().CheckOwner()
	case config.FromEnvironment:
		if a.system.Environment("KEYCTL_API_KEY") == "" {
			return client.Errorf(client.Usage, "with --keyring none the credential comes from KEYCTL_API_KEY, which is not set").
				WithHint("set KEYCTL_API_KEY, or choose --keyring os or --keyring file")
		}
	}
	return nil
}

// keep stores the credential and writes the profile, both while no other
// writer does: whoever comes meanwhile finds the old ones or the new ones. If
// the profile can't be written, a credential that no profile leads to is taken
// back.
func (a *app) keep(ctx context.Context, plan loginPlan, signedIn *client.Client) error {
	place, keeps, err := a.vaultFor(ctx, plan.profile.From)
	if err != nil {
		return err
	}
	stored := false
	err = a.store().Update(ctx, func(file *file.File) error {
		if err := plan.stillHolds(*file); err != nil {
			return err
		}
		changed, err := file.With(plan.profile.Name, plan.stored)
		if err != nil {
			return err
		}
		if keeps {
			stored = true // perhaps: a keyring that failed may have stored it all the same
			if err := place.Set(ctx, plan.profile.Name, config.Pack(signedIn.Credential())); err != nil {
				return err
			}
		}
		*file = changed
		file.Current = cmp.Or(file.Current, plan.profile.Name)
		return nil
	})
	if err == nil {
		a.kept(ctx, plan)
		a.setUpJournal(ctx, place)
		return nil
	}
	if failure, ok := errors.AsType[*client.Error](err); ok && failure.Kind == client.Usage {
		failure.Kind = client.Failed // the console was asked already
	}
	if stored && (plan.before == nil || config.SourceOf(*plan.before) != plan.profile.From) {
		a.takeBack(ctx, place, plan.profile.Name)
	}
	return err
}

// vaultFor is vault for what is about to be stored: a passphrase is asked for
// before anything is locked.
func (a *app) vaultFor(ctx context.Context, source config.Source) (vault, bool, error) {
	place, keeps := a.vault(source)
	files, isFile := place.(agefile.Files)
	if !isFile {
		return place, keeps, nil
	}
	passphrase, err := a.passphrase(ctx, true)
	files.Passphrase = func(context.Context, bool) (client.Secret, error) { return passphrase, nil }
	return files, keeps, err
}

// stillHolds fails when somebody changed the profile since the plan was made.
func (p loginPlan) stillHolds(file file.File) error {
	now, known := file.Profiles[p.profile.Name]
	if known == (p.before != nil) && (!known || now.Equal(*p.before)) {
		return nil
	}
	return client.Errorf(client.Conflict, "somebody else changed this profile meanwhile; nothing was stored").
		WithHint("`profile list` shows what it is now; sign in again")
}

// takeBackTime is how long a keyring has to give up what it was just given.
const takeBackTime = 5 * time.Second

// takeBack removes a credential that no profile will lead to, also after a
// signal.
func (a *app) takeBack(ctx context.Context, place vault, account string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeBackTime)
	defer cancel()
	if err := place.Delete(ctx, account); err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.urge("the credential may still be stored for %s: %s; `logout -p %s` removes it", account, client.Printable(err.Error()), account)
	}
}

// kept tells what a login leaves behind, and tidies what it replaces.
func (a *app) kept(ctx context.Context, plan loginPlan) {
	if before := plan.before; before != nil && config.SourceOf(*before) != plan.profile.From {
		if _, err := a.forget(ctx, plan.profile.Name, *before); err != nil && !errors.Is(err, fs.ErrNotExist) {
			a.warn("the former credential is left in its %s: %s", config.SourceOf(*before), err)
		}
	}
	file, err := a.store().Read()
	if err == nil && file.Current != plan.profile.Name {
		a.note("the current profile is %s; `profile use %s` changes that", file.Current, plan.profile.Name)
	}
	if a.system.Environment("KEYCTL_API_KEY") != "" && plan.profile.From != config.FromEnvironment {
		a.warn("KEYCTL_API_KEY is set in the environment, which comes before profiles that no -p names")
	}
}

// untouched says that a failed login left everything as it was, and of a
// credential that was refused which one is wanted.
func untouched(err error, signIn string) error {
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.What += "; nothing was stored"
		if failure.Unsigned() {
			failure.Hint = "give " + signIn
		}
	}
	return err
}
