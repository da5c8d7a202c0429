package emulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"keyctl/emulator"
)

const (
	// reply is what every model says.
	reply        = "No model has read this: an emulator answers every request alike."
	refusedInput = "invalid_request_error"
)

func modelNames() []string { return []string{"public/deepseek-r1", "u-8105f7322477/test"} }

func (c console) models(w http.ResponseWriter, r *http.Request) {
	if _, err := c.account.Use(r.Context(), bearer(r), func(emulator.Scope) bool { return true }); err != nil {
		refuseModel(w, err)
		return
	}
	list := modelList{Object: "list"}
	for _, name := range modelNames() {
		owner, _, _ := strings.Cut(name, "/")
		list.Data = append(list.Data, model{ID: name, Object: "model", OwnedBy: owner})
	}
	emulator.WriteJSON(w, http.StatusOK, list)
}

func (c console) chat(w http.ResponseWriter, r *http.Request) {
	secret := bearer(r)
	if _, err := c.account.Authenticate(r.Context(), secret); err != nil {
		refuseModel(w, err)
		return
	}
	name, messages, err := readChat(w, r)
	if err != nil {
		refuseModel(w, err)
		return
	}
	used := emulator.Usage{Requests: 1, Output: int64(len(strings.Fields(reply)))}
	for _, one := range messages {
		used.Input += int64(len(strings.Fields(one.Content)))
	}
	used.Total = used.Input + used.Output
	if err := c.account.Meter(r.Context(), secret, name, used); err != nil {
		refuseModel(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, completion{
		ID: "chatcmpl-" + emulator.RandomHex(12), Object: "chat.completion", Created: c.account.Now().Unix(), Model: name,
		Choices: []choice{{Message: message{"assistant", reply}, Finish: "stop"}},
		Usage:   tokens{used.Input, used.Output, used.Total},
	})
}

// readChat reads what the emulator understands of a request, and leaves out the
// rest, such as a temperature.
func readChat(w http.ResponseWriter, r *http.Request) (string, []message, error) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		return "", nil, err
	}
	name, err := body.Text("model")
	if err != nil {
		return "", nil, err
	}
	if name == nil || !slices.Contains(modelNames(), *name) {
		return "", nil, refusal{status: http.StatusNotFound, id: "model_not_found", english: "the model does not exist"}
	}
	if stream, err := member[bool](body, "stream", "a boolean"); err != nil || stream != nil && *stream {
		return "", nil, refusal{status: http.StatusBadRequest, id: "unsupported", english: "the emulator does not stream"}
	}
	var messages []message
	if json.Unmarshal(body["messages"], &messages) != nil || len(messages) == 0 {
		return "", nil, &emulator.WrongType{Field: "messages", Want: "a list of messages with a role and a text"}
	}
	return *name, messages, nil
}

func answerModel(w http.ResponseWriter, status int, kind, code, text string) {
	emulator.WriteJSON(w, status, modelFailure{modelError{Message: text, Type: kind, Code: code}})
}

// refuseModel puts an error into the model service's words.
func refuseModel(w http.ResponseWriter, err error) {
	var violation emulator.Violation
	_ = errors.As(err, &violation)
	switch violation {
	case emulator.ErrUnknownSecret, emulator.ErrRevoked, emulator.ErrExpired, emulator.ErrDisabled:
		answerModel(w, http.StatusUnauthorized, refusedInput, "invalid_api_key", "the API key is missing, invalid, disabled or expired")
		return
	case emulator.ErrQuota:
		answerModel(w, http.StatusTooManyRequests, "insufficient_quota", "insufficient_quota", "the quota of the API key is used up")
		return
	}
	if failed := (*emulator.Failure)(nil); errors.As(err, &failed) {
		failed.Announce(w.Header())
	}
	said := inWords(err)
	answerModel(w, said.status, refusedInput, said.id, said.english)
}
