package sink

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/internal/atomicfile"
)

func fileKind() Kind {
	return Kind{
		Name:  "file",
		Place: "PATH",
		What:  "a file that holds the secret and nothing else, readable for you only",
		Needs: "a folder that can be written, and no such file unless it may be replaced",
		Can:   "is read back",
		Open: func(place string, tools Tools) (custody.Sink, error) {
			if err := checkPath("file", place); err != nil {
				return nil, err
			}
			return file{path: place, force: tools.Force}, nil
		},
		claim: func(place string) claim { return pathClaim(place, "") },
	}
}

type file struct {
	path  string
	force bool
}

func (f file) Name() string { return "file:" + client.Printable(f.path) }

// Ready looks at what is there, and tries whether a file of that size can be
// made beside it.
func (f file) Ready(context.Context) error {
	if err := checkParent(f.Name(), f.path); err != nil {
		return err
	}
	if err := atomicfile.Prove(f.path, longestTried); err != nil {
		return err
	}
	if _, err := os.Lstat(f.path); err == nil && !f.force {
		return existsError(f.Name())
	}
	return nil
}

// longestTried is how much has to fit into a folder before a secret is made.
const longestTried = 8 << 10

func existsError(name string) error {
	failure := failed("%s exists already, and stays as it is", name).WithHint("choose another place, or replace it with --force")
	failure.Cause = fs.ErrExist
	return failure
}

func (f file) Put(_ context.Context, created client.Created) error {
	content := []byte(created.Secret.Reveal())
	if f.force {
		return atomicfile.Write(f.path, content)
	}
	err := atomicfile.Create(f.path, content)
	if errors.Is(err, fs.ErrExist) {
		return existsError(f.Name())
	}
	return err
}

func (f file) Read(context.Context) (client.Secret, error) {
	content, err := atomicfile.Read(f.path, longestSecret)
	if err != nil {
		return client.Secret{}, err
	}
	return client.NewSecret(string(content)), nil
}

func (f file) Written(context.Context) (time.Time, error) { return written(f.path) }

// written tells when a file was last written.
func written(path string) (time.Time, error) {
	info, err := os.Lstat(path)
	if err != nil {
		failure := failed("cannot look at %s", atomicfile.Quote(path)).WithHint("look whether it is there, and who may read its folder")
		failure.Cause = err
		return time.Time{}, failure
	}
	return info.ModTime(), nil
}
