package emulator

import (
	"encoding/json"
	"net/http"
	"time"

	"keyctl/emulator"
)

type page struct {
	Items []key   `json:"items"`
	Next  *string `json:"next"`
}

type key struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Hint    string `json:"hint"`
	Paused  bool   `json:"paused"`
	Created *int64 `json:"created_ms"`
	Ends    *int64 `json:"ends_ms"`
	Used    *int64 `json:"used_ms"`
}

type created struct {
	Item  key    `json:"item"`
	Token string `json:"token"`
}

func wireKey(k emulator.Key) key {
	return key{
		ID: k.ID, Label: k.Name, Hint: k.Prefix, Paused: k.Disabled,
		Created: orNull(k.Created), Ends: orNull(k.Expires), Used: orNull(k.LastUsed),
	}
}

func orNull(moment time.Time) *int64 {
	if moment.IsZero() {
		return nil
	}
	number := moment.UnixMilli()
	return &number
}

// readBody reads what a request may hold; nil is what it doesn't. An end of
// null is the zero time, which clears the end.
func readBody(w http.ResponseWriter, r *http.Request) (label *string, ends *time.Time, err error) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		return nil, nil, err
	}
	if label, err = body.Text("label"); err != nil {
		return nil, nil, err
	}
	raw, found := body["ends_ms"]
	switch {
	case !found:
		return label, nil, nil
	case body.IsNull("ends_ms"):
		return label, &time.Time{}, nil
	}
	var number int64
	if json.Unmarshal(raw, &number) != nil {
		return nil, nil, &emulator.WrongType{Field: "ends_ms", Want: "a number of milliseconds or null"}
	}
	moment := time.UnixMilli(number).UTC()
	return label, &moment, nil
}
