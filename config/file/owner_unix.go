//go:build unix

package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// mostLinks is how many links the way to the profiles file may lead over.
const mostLinks = 40

// CheckOwner fails when users other than this one and root could have written the
// profiles file: by its own mode, or by replacing it or a folder above it. They
// could choose what the program runs, or where it sends an unbound credential.
// Without a file, it succeeds.
func (s Store) CheckOwner() error {
	if s.folder == "" {
		return nil
	}
	return checkWay(s.Path(), os.Geteuid())
}

// checkWay walks from the root of the file system to path, over links too:
// a user who may write on the way decides where it leads.
func checkWay(path string, user int) error {
	if !filepath.IsAbs(path) {
		return errs.Errorf(errs.Denied, "%s is not an absolute path", atomicfile.Quote(path)).WithHint("set HOME or XDG_CONFIG_HOME to an absolute path")
	}
	at, rest, links := "/", strings.Split(filepath.Clean(path), "/"), 0
	if err := checkEntry(at, user); err != nil {
		return err
	}
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		if name == "" || name == "." {
			continue
		}
		at = filepath.Join(at, name) // ".." of a link's target was walked down before
		err := checkEntry(at, user)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		target, err := os.Readlink(at)
		if err != nil {
			continue // not a link
		}
		if links++; links > mostLinks {
			return errs.Errorf(errs.Denied, "too many links lead to %s", atomicfile.Quote(path)).WithHint("give its folder a shorter way with XDG_CONFIG_HOME")
		}
		rest = append(strings.Split(target, "/"), rest...)
		at = filepath.Dir(at)
		if filepath.IsAbs(target) {
			at = "/"
		}
	}
	return nil
}

// checkEntry checks one step of the way. In a folder with the sticky bit, like
// /tmp, others can add entries but not replace ours; the mode of a link says nothing.
func checkEntry(path string, user int) error {
	info, err := os.Lstat(path)
	if err != nil {
		return errs.Errorf(errs.Denied, "cannot look at %s: %w", atomicfile.Quote(path), atomicfile.Reason(err)).WithHint("look at who may read the folders above it")
	}
	system, ok := info.Sys().(*syscall.Stat_t)
	if owner := int(system.Uid); !ok || owner != user && owner != 0 {
		return errs.Errorf(errs.Denied, "%s belongs to another user, who could have written the profiles", atomicfile.Quote(path)).
			WithHint("set XDG_CONFIG_HOME to a folder of your own")
	}
	isLink, isSticky := info.Mode()&fs.ModeSymlink != 0, info.IsDir() && info.Mode()&fs.ModeSticky != 0
	if info.Mode().Perm()&0o022 != 0 && !isLink && !isSticky {
		return errs.Errorf(errs.Denied, "other users may write %s, and could have written the profiles", atomicfile.Quote(path)).
			WithHint("run chmod go-w on it")
	}
	return nil
}
