package keyring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// serve does what a request asks for.
func serve(text string) error {
	var asked request
	if err := json.Unmarshal([]byte(text), &asked); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var told answer
	k := Keyring{Environment: os.Getenv, Person: asked.Person, limits: limits{alone: patience / 2}, Waiting: func() {
		told.Waited++
		if asked.Cancel {
			cancel()
		}
	}}
	if asked.Timely {
		k.limits = limits{person: alone + time.Second}
	}
	if asked.Bare {
		k.Environment = nil
	}
	started := time.Now()
	secret, err := asked.do(ctx, k)
	told.Took, told.Secret = time.Since(started), secret.Reveal()
	if err != nil {
		told.Failure, told.Kind = err.Error(), errs.KindOf(err)
		told.Missing, told.Interrupted = errors.Is(err, fs.ErrNotExist), errors.Is(err, context.Canceled)
		if failure, ok := errors.AsType[*errs.Error](err); ok {
			told.Hint = failure.Hint
		}
	}
	return json.NewEncoder(os.Stdout).Encode(told)
}

func (r request) do(ctx context.Context, k Keyring) (secrets.Secret, error) {
	switch account := string(r.Account); r.Verb {
	case "get":
		return k.Get(ctx, account)
	case "set":
		return secrets.Secret{}, k.Set(ctx, account, secrets.New(r.Secret))
	case "delete":
		return secrets.Secret{}, k.Delete(ctx, account)
	case "check":
		return secrets.Secret{}, k.Check(ctx)
	}
	return secrets.Secret{}, fmt.Errorf("no verb %q", r.Verb)
}
