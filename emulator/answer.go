package emulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"net/http"
)

// WriteJSON answers with a status and a value as JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	if err := newEncoder(&body).Encode(value); err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

// KeyList says how a console writes a list of keys.
type KeyList struct {
	// Before and After stand around the keys, such as "[" and "]".
	Before, After string
	// Wire gives a key as this console writes it.
	Wire func(Key) any
	// Refuse answers an error that comes before the first key.
	Refuse func(http.ResponseWriter, error)
}

// Write streams the keys. A list that fails midway is broken off, so that
// nobody takes the part for the whole.
func (l KeyList) Write(w http.ResponseWriter, keys iter.Seq2[Key, error]) {
	buffered := bufio.NewWriterSize(w, 32<<10)
	encoder := newEncoder(buffered)
	separator := l.Before
	for key, err := range keys {
		if err != nil && separator == l.Before {
			l.Refuse(w, err)
			return
		}
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = buffered.WriteString(separator)
		if err := encoder.Encode(l.Wire(key)); err != nil {
			panic(http.ErrAbortHandler)
		}
		separator = ","
	}
	w.Header().Set("Content-Type", "application/json")
	if separator == l.Before {
		_, _ = buffered.WriteString(separator)
	}
	_, _ = buffered.WriteString(l.After)
	_ = buffered.Flush()
}

func newEncoder(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}
