package client

import "encoding/json"

// ReadFailure reads a console's own words out of a failed answer. It is for
// consoles that don't document in which member they stand, so the usual ones
// are tried.
func ReadFailure(_ int, body []byte) Failure {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return Failure{}
	}
	for _, name := range []string{"error", "message", "detail"} {
		var text string
		if json.Unmarshal(members[name], &text) == nil && text != "" {
			return Failure{Message: text}
		}
		var nested struct{ Message string }
		if json.Unmarshal(members[name], &nested) == nil && nested.Message != "" {
			return Failure{Message: nested.Message}
		}
	}
	return Failure{}
}
