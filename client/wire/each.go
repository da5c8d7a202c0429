package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"keyctl/internal/safetext"
)

// ErrNoList is what [Each] ends with when an answer was read to its end and
// holds no list, or null in its place.
var ErrNoList = errors.New("it holds no list of keys")

// Each reads a JSON answer as a stream and gives item one element of its list
// after the other, each decoded into T. The list is the answer itself, or the
// member of the answer with one of the names. The other members are given to
// member, whole, if it isn't nil. An error of item ends the reading.
//
// An answer without the list, one that is cut short, and one with anything
// behind it are errors: half a list is never taken for the whole. So is one that
// has another member than the list twice. The members of an element are not looked at
// like that: it would take half as long again.
func Each[T any](body io.Reader, names []string, item func(*T) error, member func(name string, value []byte) error) error {
	guard := &guard{reader: body, budget: maxItem}
	buffered := bufio.NewReaderSize(guard, 64<<10)
	if err := refuseWebPage(buffered); err != nil {
		return err
	}
	decoder := json.NewDecoder(buffered)
	opening, err := decoder.Token()
	if err != nil {
		return malformed(err)
	}
	switch opening {
	case json.Delim('['):
		err = eachElement(decoder, guard, item)
	case json.Delim('{'):
		err = eachMember(decoder, guard, names, item, member)
	default:
		err = errors.New("it is neither an object nor an array")
	}
	if err != nil && !errors.Is(err, ErrNoList) {
		return err
	}
	switch _, behind := decoder.Token(); {
	case behind == nil:
		return errors.New("there is something behind its end")
	case !errors.Is(behind, io.EOF):
		return malformed(behind)
	}
	return err
}

// eachElement reads the elements of the array that was just opened, and its end.
func eachElement[T any](decoder *json.Decoder, guard *guard, item func(*T) error) error {
	for decoder.More() {
		var value T
		guard.budget = maxItem
		if err := decoder.Decode(&value); err != nil {
			return malformed(err)
		}
		if err := item(&value); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return malformed(err)
}

// eachMember reads the members of the object that was just opened, and its end.
func eachMember[T any](decoder *json.Decoder, guard *guard, names []string, item func(*T) error, member func(string, []byte) error) error {
	seen, missing := false, ErrNoList
	twins, inner := newTwins(), newTwins()
	twins.enter()
	for decoder.More() {
		guard.budget = maxItem
		token, err := decoder.Token()
		if err != nil {
			return malformed(err)
		}
		name, _ := token.(string)
		isList := slices.Contains(names, name)
		if isList && seen {
			return errors.New("it holds two lists")
		}
		quoted, _ := json.Marshal(name)
		if err := twins.meet(quoted); err != nil {
			return err
		}
		if isList {
			seen = true
			if token, err = decoder.Token(); err != nil {
				return malformed(err)
			}
			if token == nil {
				missing = fmt.Errorf("%w: its %s is null, not a list", ErrNoList, safetext.Quote(name))
				continue
			}
			missing = nil
			if token != json.Delim('[') {
				return fmt.Errorf("its %s is not a list", safetext.Quote(name))
			}
			if err := eachElement(decoder, guard, item); err != nil {
				return err
			}
			continue
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return malformed(err)
		}
		if err := inner.check(value); err != nil {
			return err
		}
		if member != nil {
			if err := member(name, value); err != nil {
				return err
			}
		}
	}
	if _, err := decoder.Token(); err != nil {
		return malformed(err)
	}
	return missing
}

// malformed puts the errors of encoding/json into words that quote nothing of
// the answer.
func malformed(err error) error {
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it is cut short")
	case errors.As(err, &wrongType):
		kind, _, _ := strings.Cut(wrongType.Value, " ")
		return fmt.Errorf("its %s is of the wrong type (%s)", safetext.Quote(wrongType.Field), kind)
	case errors.As(err, &syntax):
		return errors.New("it is not JSON")
	}
	return err
}

// refuseWebPage recognises the page of a login or a proxy by its first character.
func refuseWebPage(buffered *bufio.Reader) error {
	for {
		next, err := buffered.Peek(1)
		switch {
		case err == io.EOF:
			return errors.New("it is empty")
		case err != nil:
			return err
		case next[0] == '<':
			return ErrWebPage
		case !bytes.ContainsAny(next, " \t\r\n"):
			return nil
		}
		_, _ = buffered.Discard(1)
	}
}
