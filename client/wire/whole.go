package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"keyctl/internal/safetext"
)

// EachWhole is [Each], and the rest of the answer must not say that there
// is more, or that it failed. How to read further pages nobody knows, and a part
// of the list must not be taken for the whole. member is asked first, and takes
// what the dialect knows; it may be nil.
func EachWhole[T any](body io.Reader, names []string, item func(*T) error, member func(string, []byte) (known bool, err error)) error {
	rest := restOfAnswer{}
	err := Each(body, names, func(wire *T) error {
		rest.keys++
		return item(wire)
	}, func(name string, value []byte) error {
		if member != nil {
			if known, err := member(name, value); known || err != nil {
				return err
			}
		}
		return rest.look(name, value)
	})
	if err == nil && rest.total > rest.keys {
		err = fmt.Errorf("its total says %d keys, and it holds %d", rest.total, rest.keys)
	}
	return err
}

// restOfAnswer is what an answer holds besides a list, and how many keys there were.
type restOfAnswer struct {
	keys, total int64
}

func (b *restOfAnswer) look(name string, value []byte) error {
	var inner map[string]json.RawMessage
	if json.Unmarshal(value, &inner) == nil {
		for name, value := range inner {
			if err := b.look(name, value); err != nil {
				return err
			}
		}
	}
	nothing := slices.Contains([]string{"null", "false", "0", `""`, "{}", "[]"}, string(value))
	switch plain := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name)); {
	case plain == "success" && string(value) == "false":
		return errors.New("it tells that it is no success")
	case nothing:
		return nil
	case plain == "error" || plain == "errors":
		return errors.New("it tells an error")
	case slices.Contains([]string{"total", "totalcount", "totalitems", "totalresults"}, plain):
		b.total = max(b.total, wholeNumber(value))
	case strings.HasPrefix(plain, "next"), strings.HasPrefix(plain, "hasmore"), strings.HasPrefix(plain, "hasnext"),
		slices.Contains([]string{"totalpages", "pagecount", "lastpage"}, plain) && wholeNumber(value) > 1:
		return fmt.Errorf("its %s says that there are more pages, which nobody documents how to read", safetext.Quote(name))
	}
	return nil
}

// wholeNumber reads a number that may stand in quotes, 0 for anything else.
func wholeNumber(value []byte) int64 {
	number, err := strconv.ParseFloat(strings.Trim(string(value), `"`), 64)
	if err != nil || !(number > 0 && number < 1<<53) {
		return 0
	}
	return int64(number)
}
