package cmd

import (
	"context"
	"errors"
	"io/fs"

	"keyctl/client"
	"keyctl/config"
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

// keep stores the credential, then writes the profile. If the profile can't
// be written, the credential is taken back.
func (a *app) keep(ctx context.Context, plan loginPlan, signedIn *client.Client) error {
	place, keeps := a.vault(plan.profile.From)
	if keeps {
		if err := place.Set(ctx, plan.profile.Name, config.Pack(signedIn.Credential())); err != nil {
			return err
		}
	}
	err := a.store().Update(ctx, func(file *config.File) error {
		if file.Profiles == nil {
			file.Profiles = map[string]config.Stored{}
		}
		file.Profiles[plan.profile.Name] = plan.stored
		if file.Current == "" {
			file.Current = plan.profile.Name
		}
		return nil
	})
	if err == nil {
		a.kept(ctx, plan)
		return nil
	}
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.Kind = client.Failed // the console was asked already
	}
	if keeps && plan.before == nil {
		err = errors.Join(err, place.Delete(ctx, plan.profile.Name))
	}
	return err
}

// kept tells what a login leaves behind, and tidies what it replaces.
func (a *app) kept(ctx context.Context, plan loginPlan) {
	if before := plan.before; before != nil && before.Source() != plan.profile.From {
		if _, err := a.forget(ctx, plan.profile.Name, *before); err != nil && !errors.Is(err, fs.ErrNotExist) {
			a.warn("the former credential is left in its %s: %s", before.Source(), err)
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
		if failure.Kind == client.Denied {
			failure.Hint = "give " + signIn
		}
	}
	return err
}
