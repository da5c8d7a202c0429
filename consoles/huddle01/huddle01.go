// Package huddle01 is all that keyctl knows of Huddle01 Cloud's GPU API.
//
// From its documentation, "API Keys" [doc]: the base URL, X-API-Key and
// Authorization: Bearer (X-API-Key is recommended, and used here), creating,
// listing and revoking, the envelope {"code","data"}, the fields of a key, the
// beginning "mk_", and that a revoked key is gone at once and for good. It has
// no way to rename a key, and no expiry or scopes [doc, by their absence].
//
// Inferred: a name of at most 64 characters (no limit is documented), and that
// a listed key is an active one.
package huddle01

import (
	"io"
	"net/http"

	"keyctl/client"
)

// New gives the dialect.
func New() client.Dialect {
	return client.Dialect{
		Console:   "huddle01",
		Base:      "https://gpu.huddleapis.com/api/v1",
		KeyPrefix: "mk_",
		MaxName:   64,
		SignIn:    "an API key (mk_…) that is still valid; the first one was issued when the account was registered",
		Unknown:   []client.Field{client.FieldScopes, client.FieldExpiresAt, client.FieldLastUsed, client.FieldRevokedAt},
		Authorize: client.InHeader("X-API-Key"),
		Failure:   failure,
		Actions: map[client.Verb]client.Action{
			client.VerbCreate: {
				Effect: client.Creates, Grade: client.Documented,
				Request: func(w client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodPost, Path: path(), Body: createBody{Name: w.Draft.Name}}, nil
				},
				Created: created,
			},
			client.VerbList: {
				Effect: client.Reads, Grade: client.Documented,
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: path()}, nil
				},
				Keys: keys,
			},
			client.VerbRevoke: {
				Effect: client.Changes, Grade: client.Documented, Note: "permanent and immediate", Immediate: true, Removes: true,
				Request: func(w client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodDelete, Path: path(w.ID)}, nil
				},
			},
			client.VerbVerify: {
				Effect: client.Reads, Grade: client.Documented, Note: "asks for the balance of the account",
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: []string{"billing", "balance"}}, nil
				},
			},
		},
	}
}

func path(more ...string) []string { return append([]string{"api-keys"}, more...) }

func keys(_ client.Wish, body io.Reader, yield func(client.Key) bool) (string, error) {
	var answer envelope
	err := client.EachKey(body, []string{"data"}, (*wireKey).key, yield, answer.member)
	if err == nil {
		err = answer.check()
	}
	return "", err
}

func created(raw []byte) (client.Created, error) {
	return client.ReadCreated(raw, "mk_", []string{"secret", "key", "api_key", "token"}, (*wireKey).key)
}
