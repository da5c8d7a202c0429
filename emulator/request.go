package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"unicode/utf8"
)

const bodyLimit = 64 << 10

// Object is a JSON object whose fields are matched exactly, unlike those of a
// struct, and are not yet read.
type Object map[string]json.RawMessage

// ReadObject reads a request's body, which must be one JSON object of at most
// 64 KiB. An empty body gives no object and no error.
func ReadObject(w http.ResponseWriter, r *http.Request) (Object, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, ErrBodyTooLarge
	}
	if err != nil {
		return nil, ErrBodyShape
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	return ParseObject(body)
}

// ParseObject reads one JSON object.
func ParseObject(text []byte) (Object, error) {
	var object Object
	if !utf8.Valid(text) {
		return nil, ErrBodyShape
	}
	// A JSON null decodes into a nil map without an error.
	if err := json.Unmarshal(text, &object); err != nil || object == nil {
		return nil, ErrBodyShape
	}
	return object, nil
}

// WrongType is the error of a field that holds another type than it should.
type WrongType struct {
	// Field is the field's name, Want the type it should have.
	Field, Want string
}

// Error implements error.
func (e *WrongType) Error() string { return fmt.Sprintf("%s must be %s", e.Field, e.Want) }

// Text reads a field that holds a string; it gives nil for a field that is
// absent or null.
func (o Object) Text(field string) (*string, error) {
	var text *string
	if raw, found := o[field]; found && json.Unmarshal(raw, &text) != nil {
		return nil, &WrongType{Field: field, Want: "a string"}
	}
	return text, nil
}

// IsNull says whether a field is there and null.
func (o Object) IsNull(field string) bool { return string(o[field]) == "null" }
