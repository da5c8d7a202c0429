package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// WholeList looks at what stands beside a list, for [Each], and refuses one of
// which there is more, or that comes with an error. It is for consoles that
// document no pages: how to read further ones nobody knows, and a part of the
// list must not be taken for the whole.
func WholeList(name string, value []byte) error {
	var inner map[string]json.RawMessage
	if json.Unmarshal(value, &inner) == nil {
		for name, value := range inner {
			if err := WholeList(name, value); err != nil {
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
	case strings.HasPrefix(plain, "next"), strings.HasPrefix(plain, "hasmore"), strings.HasPrefix(plain, "hasnext"),
		slices.Contains([]string{"totalpages", "pagecount", "lastpage"}, plain) && moreThanOne(value):
		return fmt.Errorf("its %s says that there are more pages, which nobody documents how to read", Quote(name))
	}
	return nil
}

func moreThanOne(value []byte) bool {
	number, err := strconv.ParseFloat(string(value), 64)
	return err == nil && number > 1
}
