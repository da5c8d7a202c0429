package agefile

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// path is the path of the file with the credential of an account.
func (f Files) path(account string) (string, error) {
	switch {
	case f.Folder == "":
		return "", errs.Errorf(errs.Denied, "there is no place for encrypted credentials").
			WithHint("set HOME or XDG_CONFIG_HOME to an absolute path")
	case account == "", len(account) > longestName, strings.ContainsAny(account, `/\:`), account[0] == '.',
		strings.ContainsFunc(account, safetext.Hostile), !filepath.IsLocal(account + ".age"):
		return "", errs.Errorf(errs.Denied, "no file can be named after the account %s", safetext.Quote(account)).
			WithHint("give the profile another name")
	}
	return filepath.Join(f.Folder, folderOfFiles, account+".age"), nil
}

// folders lists the folders that must not be links.
func (f Files) folders() []string {
	return []string{f.Folder, filepath.Join(f.Folder, folderOfFiles)}
}

func (f Files) checkFolders() error {
	for _, folder := range f.folders() {
		if err := atomicfile.CheckFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

// missing is the error for an account without a credential, where err means that.
func missing(account string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errs.Errorf(errs.Denied, "no credential is kept for %s: %w", safetext.Quote(account), fs.ErrNotExist).
			WithHint("sign in with the login command")
	}
	return denied(err)
}

// denied makes an error of the file system one about signing in.
func denied(err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		return failure.OfKind(errs.Denied)
	}
	return err
}
