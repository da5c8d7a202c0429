package sink

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"keyctl/client"
	"keyctl/custody/sink/dotenv"
	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// likeSecret is made of what secrets are made of.
const likeSecret = "sk-0123456789_abcdefABCDEF" //nolint:gosec // an example

// largestEnv is more than any dotenv file has.
const largestEnv = 1 << 20

// env is the line of one variable in a dotenv file.
type env struct {
	path, name string
	tools      Tools
	warned     bool // of what a person may want to change
}

func (e *env) Name() string { return "env:" + safetext.Printable(e.path) + "#" + e.name }

// Ready looks for the line that would be replaced, and tries everything but the
// last step.
func (e *env) Ready(ctx context.Context) error {
	if err := checkParent(e.Name(), e.path); err != nil {
		return err
	}
	unlock, err := lockFolder(ctx, e.path)
	if err != nil {
		return err
	}
	defer unlock()
	content, exists, err := e.content()
	if err != nil {
		return err
	}
	replaces, err := dotenv.HasValue(content, e.name)
	if err == nil {
		_, err = dotenv.Set(content, e.name, likeSecret)
	}
	if err != nil {
		return e.unfit(err)
	}
	if !exists {
		return atomicfile.Prove(e.path, longestTried)
	}
	e.warn(replaces)
	return atomicfile.ProveRewrite(e.path, len(content)+longestTried)
}

// warn reports once what a person may want to change before the secret is there.
func (e *env) warn(replaces bool) {
	if e.warned {
		return
	}
	e.warned = true
	path := atomicfile.Quote(e.path)
	if replaces {
		e.tools.warn("the value that %s has in %s will be replaced", e.name, path)
	}
	e.tools.warnOfReaders(e.path)
}

// content reads the file, which may not be there yet.
func (e *env) content() (content []byte, exists bool, err error) {
	content, err = atomicfile.Read(e.path, largestEnv)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return content, err == nil, err
}

// Put reads the file again, while no other keyctl writes it.
func (e *env) Put(ctx context.Context, created client.Created) error {
	unlock, err := lockFolder(ctx, e.path)
	if err != nil {
		return err
	}
	defer unlock()
	content, exists, err := e.content()
	if err != nil {
		return err
	}
	set, err := dotenv.Set(content, e.name, created.Secret.Reveal())
	switch {
	case err != nil:
		return e.unfit(err)
	case len(set) > largestEnv:
		return failed("%s has no room for one more line", e.Name()).WithHint("it may have %d bytes", largestEnv)
	case !exists:
		return atomicfile.Create(e.path, set)
	}
	return atomicfile.Rewrite(e.path, set)
}

func (e *env) Read(context.Context) (secrets.Secret, error) {
	content, err := atomicfile.Read(e.path, largestEnv)
	if err != nil {
		return secrets.Secret{}, err
	}
	value, found, err := dotenv.Get(content, e.name)
	switch {
	case err != nil:
		return secrets.Secret{}, e.unfit(err)
	case !found:
		return secrets.Secret{}, failed("%s is not there", e.Name()).WithHint("somebody else writes that file, too: try again")
	}
	return secrets.New(value), nil
}

func (e *env) Written(context.Context) (time.Time, error) { return written(e.path) }

// unfit says which file it is that something is wrong with.
func (e *env) unfit(err error) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err
	}
	return failed("cannot put the secret into %s: %s", atomicfile.Quote(e.path), failure.What).WithHint("%s", failure.Hint)
}
