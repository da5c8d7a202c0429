package wire

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"keyctl/internal/secrets"
)

// walk collects the texts of an answer that may be a secret, and its objects
// with an id.
type walk struct {
	raw     []byte
	decoder *json.Decoder
	arrays  int     // that are open
	open    *object // the innermost that is
	texts   []text
	first   *object // the outermost object with an id
	count   int     // of the objects with an id
}

// text is a member that may be a secret.
type text struct {
	name, value string
	within      *object
	listed      bool // in an array
}

// object is one of the answer.
type object struct {
	parent *object
	name   string // the member of the parent that it is
	depth  int
	id     string
	twice  bool   // it has two ids
	whole  []byte // nil as long as its end was not seen
}

func newWalk(raw []byte) *walk {
	w := &walk{raw: raw, decoder: json.NewDecoder(&guard{reader: bytes.NewReader(raw), budget: maxAnswer + 1})}
	w.decoder.UseNumber()
	return w
}

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
			return w.object(name, start, depth+1)
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
		if plausible(token) {
			w.texts = append(w.texts, text{name, token, w.open, w.arrays > 0})
		}
		w.foundID(name, token)
	case json.Number:
		w.foundID(name, token.String())
	}
	return nil
}

func (w *walk) object(name string, start, depth int) error {
	o := &object{parent: w.open, name: name, depth: depth}
	w.open = o
	defer func() { w.open = o.parent }()
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
	o.whole = w.raw[start:w.decoder.InputOffset()]
	return nil
}

// foundID notes the id of an object, and which object is the outermost that has
// one.
func (w *walk) foundID(name, value string) {
	o := w.open
	switch {
	case name != "id" || value == "" || w.arrays > 0 || o == nil:
		return
	case o.id != "":
		o.twice = o.twice || o.id != value
		return
	}
	o.id = value
	w.count++
	if w.first == nil || o.depth < w.first.depth || o.depth == w.first.depth && o.wrapped() && !w.first.wrapped() {
		w.first = o
	}
}

// wrapped reports whether an object is the record in one of the wrappers that
// consoles document.
func (o *object) wrapped() bool {
	for inner := o; inner.parent != nil; inner = inner.parent {
		if !slices.Contains([]string{"data", "key", "api_key", "apiKey"}, inner.name) {
			return false
		}
	}
	return o.parent != nil
}

// nearest gives the object itself, or the nearest around it, that has an id.
func (o *object) nearest() *object {
	for o != nil && o.id == "" {
		o = o.parent
	}
	return o
}

// record gives the object that is the record of the key with a secret: the one
// around it that has an id. Without one it is the outermost, which is sure only
// when there is no other or it stands where records do.
func (w *walk) record(secret string) (record *object, sure bool) {
	inner, sure := (*object)(nil), true
	for _, text := range w.texts {
		if text.value != secret || text.listed || public(text.name) {
			continue
		}
		around := text.within.nearest()
		if around == nil {
			continue
		}
		sure = sure && (record == nil || record == around) && (around == text.within || w.count == 1)
		if record == nil || text.within.depth > inner.depth {
			record, inner = around, text.within
		}
	}
	if record == nil {
		record = w.first
		sure = record != nil && (w.count == 1 || record.wrapped())
	}
	return record, sure && !record.twice
}

// secret gives the text that is the secret, "" when there is none or several that
// may be it, for which one is it?
func (w *walk) secret(prefix string, names []string) (secret string, several bool) {
	for _, look := range []struct {
		prefix string
		fits   func(name string) bool
	}{
		{prefix, func(name string) bool { return slices.Contains(names, name) }},
		{prefix, func(name string) bool { return name == "" || !public(name) }},
		{"", func(name string) bool { return name == names[0] }},
	} {
		if secret, several = w.only(look.prefix, look.fits); secret != "" || several {
			return secret, several
		}
	}
	return "", false
}

// only gives the one text that begins with prefix and whose name fits.
func (w *walk) only(prefix string, fits func(name string) bool) (found string, several bool) {
	for _, text := range w.texts {
		switch {
		case text.listed || !fits(text.name) || !strings.HasPrefix(text.value, prefix) || text.value == found:
		case found != "":
			return "", true
		default:
			found = text.value
		}
	}
	return found, false
}

// plausible reports whether a text can be a secret: long enough, printable
// ASCII without spaces, and not masked.
func plausible(text string) bool {
	foreign := strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
	return len(text) >= secrets.Shortest && !foreign && !strings.Contains(text, "...") && !strings.Contains(text, "**")
}
