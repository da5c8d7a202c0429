package sink

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// checkPath refuses texts that aren't meant as the path of a file. It never
// shows one: a secret may stand in the wrong place.
func checkPath(kind, path string) error {
	last := path[strings.LastIndexAny(path, `/`+string(filepath.Separator))+1:]
	switch {
	case path == "":
		return usage("%s has no path", kind).WithHint("name the file, like %s:.env", kind)
	case path == "-":
		return usage("%s:- is no file", kind).WithHint("for stdout write stdout; for a file of that name ./-")
	case path[0] == '~':
		return usage("%s:~ is no path: no shell puts your home there behind a colon", kind).
			WithHint(`write "%s:$HOME/..." instead; for a name that begins so, ./~`, kind)
	case strings.ContainsRune(path, 0):
		return usage("the path of %s holds a NUL", kind).WithHint("no file has one in its name")
	case last == "" || last == "." || last == "..":
		return usage("the path of %s is that of a folder", kind).WithHint("add the name of the file")
	}
	return nil
}

// pathClaim claims a file, whatever way leads to it.
func pathClaim(path, part string) claim {
	whole, err := filepath.Abs(path)
	if err != nil {
		whole = filepath.Clean(path)
	}
	folder, name := filepath.Split(whole)
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	return claim{what: "path", where: filepath.Join(folder, name), part: part}
}

// checkParent fails unless there is a folder that a file can be made in.
func checkParent(name, path string) error {
	info, err := os.Stat(filepath.Dir(path))
	switch {
	case os.IsNotExist(err):
		return failed("%s cannot be written: its folder isn't there", name).WithHint("make the folder first, or look for a slip in the path")
	case err == nil && !info.IsDir():
		return failed("%s cannot be written: what it should lie in is no folder", name).WithHint("look for a slip in the path")
	}
	return nil // what else is wrong with it shows when a file is made there
}

// longestTried is how much has to fit into a folder before a secret is made.
const longestTried = 8 << 10

// written gives when a file was last written.
func written(path string) (time.Time, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return time.Time{}, &errs.Error{
			Kind: errs.Failed, What: "cannot look at " + atomicfile.Quote(path), Cause: err,
			Hint: "look whether it is there, and who may read its folder",
		}
	}
	return info.ModTime(), nil
}
