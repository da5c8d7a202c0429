package drun

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// int64Text is an int64 as the contract writes it: a string of digits. A JSON
// number is refused, because most programs have rounded it on the way.
type int64Text int64

// UnmarshalJSON reads it.
func (n *int64Text) UnmarshalJSON(text []byte) error {
	digits, err := digitsOf(text)
	if err != nil {
		return err
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return errors.New("a quota in it is not a whole number")
	}
	*n = int64Text(value)
	return nil
}

// uint64Text is a uint64, written alike.
type uint64Text uint64

// UnmarshalJSON reads it.
func (n *uint64Text) UnmarshalJSON(text []byte) error {
	digits, err := digitsOf(text)
	if err != nil {
		return err
	}
	value, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return errors.New("an amount in it is not a whole number")
	}
	*n = uint64Text(value)
	return nil
}

func digitsOf(text []byte) (string, error) {
	var digits string
	if json.Unmarshal(text, &digits) != nil {
		return "", errors.New("a 64-bit number in it is not written as a string")
	}
	return digits, nil
}

// count is a number about pages. The contract writes all of them as numbers,
// though an int64 is a string everywhere else: both are read.
type count int64

// UnmarshalJSON reads it.
func (n *count) UnmarshalJSON(text []byte) error {
	value, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	if err != nil {
		return errors.New("what it tells of its pages is not a whole number")
	}
	*n = count(value)
	return nil
}

// valueOf is a count that may not be told.
func valueOf(n *count) int64 {
	if n == nil {
		return 0
	}
	return int64(*n)
}
