package remotegpu

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"keyctl/client"
)

// wholeList refuses a list beside which stands that there is more of it, or an
// error. How to read further pages is documented nowhere, and a part of the list
// must not be taken for the whole.
func wholeList(name string, value []byte) error {
	var inner map[string]json.RawMessage
	if json.Unmarshal(value, &inner) == nil && len(inner) > 0 {
		for name, value := range inner {
			if err := wholeList(name, value); err != nil {
				return err
			}
		}
	}
	nothing := slices.Contains([]string{"null", "false", "0", `""`, "{}", "[]"}, string(value))
	switch lower := strings.ToLower(name); {
	case nothing:
		return nil
	case lower == "error" || lower == "errors":
		return errors.New("it tells an error")
	case strings.HasPrefix(lower, "next") || strings.HasPrefix(lower, "has_more") || lower == "hasmore":
		return fmt.Errorf("its %s says that there are more pages, which nobody documents how to read", client.Quote(name))
	}
	return nil
}
