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
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
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

// longestSecret is above any secret that a console gives out; what is read back
// can't be longer.
const longestSecret = 64 << 10

// file is a file of its own for one secret.
type file struct {
	path  string
	force bool
}

func (f file) Name() string { return "file:" + safetext.Printable(f.path) }

// Ready looks at what is there, and tries whether a file of that size can be made
// in its folder.
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

func (f file) Read(context.Context) (secrets.Secret, error) {
	content, err := atomicfile.Read(f.path, longestSecret)
	if err != nil {
		return secrets.Secret{}, err
	}
	return secrets.New(string(content)), nil
}

func (f file) Written(context.Context) (time.Time, error) { return written(f.path) }
