package drun

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"keyctl/internal/safetext"
)

// readObject reads an answer that has any of the members, or none at all: a
// console may leave out what is zero. One with other members only is the answer
// to something else. The errors quote nothing of it.
func readObject(body []byte, answer any, members ...string) error {
	var told map[string]json.RawMessage
	if err := json.Unmarshal(body, &told); err != nil || told == nil {
		return errors.New("it is no JSON object")
	}
	known := len(told) == 0
	for _, member := range members {
		_, ok := told[member]
		known = known || ok
	}
	if !known {
		return fmt.Errorf("it holds none of %s", strings.Join(members, ", "))
	}
	err := json.Unmarshal(body, answer)
	if wrongType, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("its %s is of the wrong type", safetext.Quote(wrongType.Field))
	}
	return err
}
