package huddle01

import (
	"encoding/json"
	"fmt"

	"keyctl/client"
	"keyctl/client/wire"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// wireKey is a key as the console sends it [doc].
type wireKey struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Prefix    string         `json:"prefix"`
	CreatedAt wire.Timestamp `json:"created_at"`
}

func (w *wireKey) key() client.Key {
	return client.Key{
		ID: w.ID, Name: w.Name, Prefix: secrets.PublicPrefix(w.Prefix),
		Status: client.Active, CreatedAt: w.CreatedAt.Time,
	}
}

// createBody is the request to create a key [doc].
type createBody struct {
	Name string `json:"name"`
}

// envelope is what stands around the data [doc]: the code is "OK", or the
// error is told.
type envelope struct {
	Code  string `json:"code"`
	Error string `json:"error"`
}

// member takes a member of the envelope that stands beside the data.
func (e *envelope) member(name string, value []byte) (known bool, err error) {
	switch name {
	case "code":
		return true, json.Unmarshal(value, &e.Code)
	case "error":
		return true, json.Unmarshal(value, &e.Error)
	}
	return false, nil
}

// check refuses an answer that says by its code that it is a failure.
func (e *envelope) check() error {
	if e.Code != "OK" {
		return fmt.Errorf("its code is %s %s", safetext.Quote(e.Code), safetext.Quote(e.Error))
	}
	return nil
}

func failure(_ int, body []byte) client.Failure {
	var answer envelope
	if json.Unmarshal(body, &answer) != nil {
		return client.Failure{}
	}
	if answer.Error == "" {
		return client.Failure{Message: answer.Code}
	}
	return client.Failure{Message: answer.Error}
}
