package file

import (
	"context"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// Update changes the profiles file while no other process writes it: it reads the
// file, calls change with what it holds, and writes the outcome. Comments and
// order stay as the user wrote them. When change fails, nothing is written.
func (s Store) Update(ctx context.Context, change func(*File) error) error {
	if err := s.HasPlace(); err != nil {
		return err
	}
	if err := atomicfile.Folder(s.folder); err != nil {
		return asUsage(err)
	}
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	content, err := s.read()
	if err != nil {
		return err
	}
	edited, err := s.edit(content, change)
	if err != nil || edited == nil {
		return err
	}
	return asUsage(atomicfile.Write(s.Path(), edited))
}

// edit gives the content of the file after a change, nil when there is nothing
// to write.
func (s Store) edit(content []byte, change func(*File) error) ([]byte, error) {
	before, err := parse(content)
	if err != nil {
		return nil, s.locate(err)
	}
	after := before.clone()
	if err := change(&after); err != nil {
		return nil, err
	}
	for name, stored := range after.Profiles {
		if stored.Keyring == "" && len(stored.CredentialCommand) > 0 {
			stored.Keyring = KeepNone
			after.Profiles[name] = stored
		}
	}
	if err := after.check(); err != nil {
		return nil, err
	}
	if equalFiles(before, after) {
		return content, nil
	}
	edited, err := render(content, before, after)
	if err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot change %s: %w", atomicfile.Quote(s.Path()), err).
			WithHint("edit it by hand; it is as it was")
	}
	if len(edited) > largestFile {
		return nil, errs.Errorf(errs.Usage, "%s would have more than %d bytes", atomicfile.Quote(s.Path()), largestFile).
			WithHint("remove profiles that nobody uses")
	}
	return edited, nil
}
