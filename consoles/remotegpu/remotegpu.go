// Package remotegpu is all that keyctl knows of RemoteGPU's account API.
//
// From its documentation, "API keys" [doc]: the four endpoints, the four scope
// shapes and which of them are refused, names of at most 64 characters, expiry
// in the future, that revoked and expired keys can't be changed, 409 at the
// limit of active keys, and that keys are managed with the signed-in session,
// never with an API key.
//
// Inferred: that the session's token is taken as Authorization: Bearer, and
// likewise as a cookie; that a key without the scope for inference is answered
// 403 there; the names of the fields in requests and answers; what
// stands around them. So answers are read liberally.
package remotegpu

import (
	"io"
	"net/http"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/secrets"
)

// New gives the dialect.
func New() client.Dialect {
	change := func(body func(client.Draft) any) client.Action {
		return client.Action{
			Effect: client.Changes, Grade: client.Documented, Note: "not of ended keys; field names are inferred",
			Request: func(w client.Wish) (client.Request, error) {
				return client.Request{Method: http.MethodPatch, Path: path(w.ID), Body: body(w.Draft)}, nil
			},
		}
	}
	scope := change(nil)
	scope.Request = scopeRequest
	return client.Dialect{
		Console:   "remotegpu",
		Base:      "https://api.remotegpu.ai/v1",
		KeyPrefix: "rgpu_",
		MaxName:   64,
		SignIn: "the access token of a signed-in browser session, or cookie:NAME=VALUE for its cookie; " +
			"sessions end, and API keys cannot manage keys here",
		Scopes:    scopeForms(),
		Authorize: authorize, InferredHeader: true,
		Failure: client.ReadFailure,
		Actions: map[client.Verb]client.Action{
			client.VerbCreate: {
				Effect: client.Creates, Grade: client.Documented, Note: "field names are inferred",
				Takes:   []client.Field{client.FieldScopes, client.FieldExpiresAt},
				Request: createRequest,
				Created: created,
			},
			client.VerbList: {
				Effect: client.Reads, Grade: client.Documented, Note: "field names are inferred",
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: path()}, nil
				},
				Keys: keys,
			},
			client.VerbRename: change(func(d client.Draft) any { return renameBody{Name: d.Name} }),
			client.VerbExpire: change(func(d client.Draft) any { return expireBody{ExpiresAt: expiry(d.Expiry)} }),
			client.VerbScope:  scope,
			client.VerbRevoke: {
				Effect: client.Changes, Grade: client.Documented, Note: "permanent",
				Request: func(w client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodPost, Path: path(w.ID, "revoke")}, nil
				},
			},
			client.VerbVerify: {
				Effect: client.Reads, Grade: client.Documented, Note: "asks for the models of the inference API",
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: []string{"inference", "runtime", "models"}}, nil
				},
				Authorize: client.InHeader("X-API-Key"), MayForbid: true, // to keys for Kubernetes only
			},
		},
	}
}

func path(more ...string) []string { return append([]string{"account", "api-keys"}, more...) }

// authorize signs with the session's token, or with its cookie when the
// credential is written as cookie:NAME=VALUE.
func authorize(header http.Header, secret secrets.Secret) {
	if cookie, found := strings.CutPrefix(secret.Reveal(), "cookie:"); found {
		header.Set("Cookie", cookie)
		return
	}
	client.AsBearer(header, secret)
}

func createRequest(w client.Wish) (client.Request, error) {
	scopes, err := scopesBody(w.Draft.Scopes)
	if err != nil {
		return client.Request{}, err
	}
	body := createBody{Name: w.Draft.Name, Scopes: scopes, ExpiresAt: expiry(w.Draft.Expiry)}
	return client.Request{Method: http.MethodPost, Path: path(), Body: body}, nil
}

func scopeRequest(w client.Wish) (client.Request, error) {
	scopes, err := scopesBody(w.Draft.Scopes)
	if err != nil {
		return client.Request{}, err
	}
	return client.Request{Method: http.MethodPatch, Path: path(w.ID), Body: scopeBody{Scopes: scopes}}, nil
}

// expiry is the wish as the console takes it; null clears.
func expiry(wish client.Expiry) *time.Time {
	if wish.At.IsZero() {
		return nil
	}
	return &wish.At
}

func keys(_ client.Wish, body io.Reader, yield func(client.Key) bool) (string, error) {
	now := time.Now()
	convert := func(w *wireKey) client.Key { return w.key(now) }
	lists := []string{"data", "api_keys", "apiKeys", "keys", "items", "results"}
	return "", client.EachKey(body, lists, convert, yield, nil)
}

func created(raw []byte) (client.Created, error) {
	now := time.Now()
	names := []string{"key", "secret", "api_key", "raw_key", "token", "value"}
	return client.ReadCreated(raw, "rgpu_", names, func(w *wireKey) client.Key { return w.key(now) })
}
