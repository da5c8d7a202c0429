package drun

import (
	"net/http"

	"keyctl/client"
)

func accountActions() map[client.Verb]client.Action {
	account := place{}
	create := account.create(client.FieldExpiresAt)
	create.Note = "asks first whether one more is allowed"
	create.Check = &client.Check{Request: account.mayCreate, Read: allowed}
	list := account.list(maskedKeys)
	list.Note = "asks for masked keys, and masks them here as well"
	list.Older = account.pageOf(allKeys)
	return map[client.Verb]client.Action{
		client.VerbCreate: create,
		client.VerbList:   list,
		client.VerbRevoke: account.revoke(),
		client.VerbVerify: verify(),
		client.VerbUsage:  account.usage(),
		client.VerbSecret: account.secretAgain(),
	}
}

// mayCreate is the question whether there may be one more key.
func (p place) mayCreate(client.Wish) (client.Request, error) {
	return client.Request{Method: http.MethodPost, Path: p.path("apikeys", "check-creation"), Body: nothing{}}, nil
}

// allowed reads the answer to that. {} is a no: what is false may be left out.
func allowed(body []byte) (bool, string, error) {
	var answer struct {
		Allowed bool   `json:"allowed"`
		Reason  string `json:"reason"`
	}
	err := readObject(body, &answer, "allowed", "reason")
	return answer.Allowed, answer.Reason, err
}
