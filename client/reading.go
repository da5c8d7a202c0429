package client

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

var (
	errNoSecret = errors.New("it holds no secret that can be recognised")
	errSeveral  = errors.New("it holds no secret but several texts that may be one")
)

// ReadCreated looks for the record and the secret in the answer to a create.
// Consoles wrap the record in "data", "api_key", "key" or in nothing and name
// the secret differently, so it looks for what is there: a text that begins with
// prefix, best under one of the names, and the object with an id that belongs to
// it, which convert turns into a key. Only under the first of the names a text
// with another beginning is taken. What stands in a list belongs to some key, not
// to the one that was made.
//
// The receipt that it gives says only that the id is beyond doubt that of the
// key in the answer.
//
// It makes the most of an answer that is cut short or broken, too: what can
// be found is given together with the error.
func ReadCreated[T any](raw []byte, prefix string, names []string, convert func(*T) Key) (Created, error) {
	found, err := wire.FindSecret(raw, prefix, names)
	created := Created{Key: Key{Status: Active}}
	if found.Secret != "" {
		created.Secret = secrets.New(found.Secret)
	}
	if found.Record != nil {
		var record T
		_ = json.Unmarshal(found.Record, &record) // a field of the wrong type is left out: the secret counts
		created.Key = convert(&record)
	}
	created.Key.ID = found.ID
	created.Key = withoutSecret(created.Key, found.Secret, prefix)
	if CheckID(created.Key.ID) != nil { // nothing could be asked with it
		created.Key.ID = ""
	}
	created.Receipt = found.Sure && created.Key.ID != ""
	switch {
	case err != nil || found.Secret != "":
	case found.Several:
		err = errSeveral
	default:
		err = errNoSecret
	}
	return created, err
}

// withoutSecret leaves out of a key what holds its secret, or much of it.
func withoutSecret(key Key, secret, constant string) Key {
	leaks := func(text string) bool { return secret != "" && secrets.Leaks(text, secret, constant) }
	if leaks(key.ID) {
		key.ID = ""
	}
	if leaks(key.Name) {
		key.Name = ""
	}
	if leaks(key.Prefix) {
		key.Prefix = strings.TrimRight(secrets.Mask(secrets.New(secret), constant), secrets.MaskCharacters)
	}
	if slices.ContainsFunc(key.Scopes, func(s Scope) bool { return leaks(string(s)) }) {
		key.Scopes = nil
	}
	key.Details = slices.DeleteFunc(key.Details, func(d Detail) bool {
		switch value := d.Value.(type) {
		case string:
			return leaks(value)
		case []string:
			return slices.ContainsFunc(value, leaks)
		}
		return false
	})
	return key
}

// Keys adapts [wire.Each] to the reader of a dialect's list: convert turns what
// the console sends into a key, and a key without an id is an error.
func Keys[T any](convert func(*T) Key, yield func(Key) bool) func(*T) error {
	return func(wire *T) error {
		key := convert(wire)
		if key.ID == "" {
			return errors.New("a key in it has no id")
		}
		if !yield(key) {
			return errEnough
		}
		return nil
	}
}

// errEnough ends the reading of a list whose receiver wants no more.
var errEnough = errors.New("enough")

// EachKey reads the list of a console that documents no pages: [wire.EachWhole], with
// keys for its elements.
func EachKey[T any](body io.Reader, names []string, convert func(*T) Key, yield func(Key) bool, member func(string, []byte) (known bool, err error)) error {
	return wire.EachWhole(body, names, Keys(convert, yield), member)
}

// ReadFailure reads a console's own words out of a failed answer. It is for
// consoles that don't document in which member they stand, so the usual ones
// are tried.
func ReadFailure(_ int, body []byte) Failure {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return Failure{}
	}
	for _, name := range []string{"error", "message", "detail"} {
		var text string
		if json.Unmarshal(members[name], &text) == nil && text != "" {
			return Failure{Message: text}
		}
		var nested struct{ Message string }
		if json.Unmarshal(members[name], &nested) == nil && nested.Message != "" {
			return Failure{Message: nested.Message}
		}
	}
	return Failure{}
}

// Understand reads the raw answer to a create, or to [Client.SecretAgain], once
// more, by the same rules as [Client.Create]: only what is a success is a receipt,
// and a refusal gives nothing. The status is the one that the answer came with, 0
// where nobody knows it. When it finds no secret, the key it gives with the
// error still has the id, if there is one.
//
// What was there before, and what the credential is, the answer doesn't tell: see
// [Before.Holds], [Credential.Is] and [Client.IsSelf].
func (d Dialect) Understand(status int, raw secrets.Secret) (Created, error) {
	action, err := d.Action(VerbCreate)
	if err != nil {
		return Created{}, err
	}
	created, err := d.told(action, status, []byte(raw.Reveal()))
	switch {
	case refusing(status):
		return Created{Key: Key{Unknown: d.Unknown}}, errs.Errorf(errs.Failed, "the console refused the create with %d", status)
	case err != nil:
		return created, errs.Errorf(errs.Failed, "the answer to the create cannot be used: %w", err)
	}
	return created, nil
}

// told gives what an answer tells. With another status than that of a success, an
// id may be that of anything.
func (d Dialect) told(action Action, status int, raw []byte) (Created, error) {
	created, err := action.Created(raw)
	created.Key.Unknown = d.Unknown
	created.Receipt = created.Receipt && succeeded(status)
	return created, err
}
