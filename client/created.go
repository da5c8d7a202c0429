package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// shortestSecret is the length from which a text can be the secret of a key.
const shortestSecret = 16

// ReadCreated looks for the record and the secret in the answer to a create.
// Consoles wrap the record in "data", "api_key", "key" or in nothing and name
// the secret differently, so it looks for what is there: the outermost object
// with an id, which convert turns into a key, and a text that begins with
// prefix, best under one of the names. Only under the first of the names a text
// with another beginning is taken.
//
// It makes the most of an answer that is cut short or broken, too: what can
// be found stands beside the error.
func ReadCreated[T any](raw []byte, prefix string, names []string, convert func(*T) Key) (Created, error) {
	walk := newWalk(raw)
	err := malformed(walk.value("", 0))
	created := Created{Key: Key{Status: Active}, Secret: walk.secret(prefix, names)}
	if walk.record != nil {
		var wire T
		_ = json.Unmarshal(walk.record, &wire) // a field of the wrong type is left out: the secret counts
		created.Key = convert(&wire)
	}
	created.Key.ID = walk.id
	if created.Secret.IsZero() && err == nil {
		err = errors.New("it holds no secret that can be recognised")
	}
	return created, err
}

// Understand reads the raw answer to a create, or to [Client.SecretAgain], once
// more. When it finds no secret, the key it gives beside the error still bears the
// id, if there is one.
//
// The status is the one that the answer came with, 0 where nobody knows it. Only
// what holds a secret is a receipt here.
func (d Dialect) Understand(status int, raw Secret) (Created, error) {
	action, err := d.Action(VerbCreate)
	if err != nil {
		return Created{}, err
	}
	created, err := action.Created([]byte(raw.Reveal()))
	created.Key.Unknown = d.Unknown
	created.Receipt = created.Key.ID != "" && !created.Secret.IsZero()
	if err != nil {
		return created, Errorf(Failed, "the answer to the create cannot be used: %w", err)
	}
	return created, nil
}

// walk collects the texts of an answer and its outermost object with an id.
type walk struct {
	raw     []byte
	decoder *json.Decoder
	texts   []text
	arrays  int // that are open
	id      string
	idDepth int
	record  []byte
}

func newWalk(raw []byte) *walk {
	w := &walk{raw: raw, decoder: json.NewDecoder(&guard{reader: bytes.NewReader(raw), budget: maxAnswer + 1})}
	w.decoder.UseNumber()
	return w
}

type text struct{ name, value string }

// value reads one value; name is the member that it belongs to.
func (w *walk) value(name string, depth int) error {
	token, err := w.decoder.Token()
	if err != nil {
		return err
	}
	start := int(w.decoder.InputOffset()) - 1
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return w.object(start, depth+1)
		}
		w.arrays++
		for w.decoder.More() {
			if err := w.value("", depth+1); err != nil {
				return err
			}
		}
		w.arrays--
		_, err = w.decoder.Token()
		return err
	case string:
		w.texts = append(w.texts, text{name, token})
		w.foundID(name, token, depth)
	case json.Number:
		w.foundID(name, token.String(), depth)
	}
	return nil
}

func (w *walk) object(start, depth int) error {
	for w.decoder.More() {
		token, err := w.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if err := w.value(name, depth); err != nil {
			return err
		}
	}
	if _, err := w.decoder.Token(); err != nil {
		return err
	}
	if w.id != "" && w.idDepth == depth && w.record == nil {
		w.record = w.raw[start:w.decoder.InputOffset()]
	}
	return nil
}

// foundID notes the id of the outermost object that has one. What stands in a
// list is some key, not the one that was made.
func (w *walk) foundID(name, value string, depth int) {
	if name == "id" && value != "" && w.arrays == 0 && (w.id == "" || depth < w.idDepth) {
		w.id, w.idDepth, w.record = value, depth, nil
	}
}

func (w *walk) secret(prefix string, names []string) Secret {
	for _, name := range names {
		if found := w.only(prefix, func(n string) bool { return n == name }); found != nil {
			return *found
		}
	}
	if found := w.only(prefix, func(n string) bool { return n == "" || !public(n) }); found != nil {
		return *found
	}
	if found := w.only("", func(n string) bool { return n == names[0] }); found != nil {
		return *found
	}
	return Secret{}
}

// only gives the one text that begins with prefix and whose name fits: nil
// when there is none, no secret when there are two, for which one is it?
func (w *walk) only(prefix string, fits func(name string) bool) *Secret {
	var found *Secret
	for _, text := range w.texts {
		if !fits(text.name) || !plausible(text.value) || !strings.HasPrefix(text.value, prefix) {
			continue
		}
		if found != nil && found.reveal() != text.value {
			return &Secret{}
		}
		secret := NewSecret(text.value)
		found = &secret
	}
	return found
}

// plausible reports whether a text can be a secret: long enough, printable
// ASCII without spaces, and not masked.
func plausible(text string) bool {
	foreign := strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
	return len(text) >= shortestSecret && !foreign && !strings.Contains(text, "...") && !strings.Contains(text, "**")
}
