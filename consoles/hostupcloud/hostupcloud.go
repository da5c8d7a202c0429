// Package hostupcloud is all that keyctl knows of HostUpCloud's console API.
//
// From its documentation, "API Keys" [doc]: the base URL, Authorization: Bearer
// for the API in general, the beginning "huc_", that the secret is shown once,
// the permissions read and write and that write includes read, that an expiry
// can be set and ends a key by itself, that revoking disables a key and can be
// undone, that deleting is permanent, GET /instances, and 60 requests a minute.
// It has no way to rename a key or to change its permissions [doc, by their
// absence].
//
// Inferred: that an API key manages keys, and all paths, methods and field
// names for it, by the conventions of the rest of the API, whose JSON is
// camelCase [doc]; a name of at most 64 characters (no limit is documented). So
// answers are read liberally.
package hostupcloud

import (
	"io"
	"net/http"
	"time"

	"keyctl/client"
	"keyctl/client/pace"
)

// New gives the dialect.
func New() client.Dialect {
	return client.Dialect{
		Console:   "hostupcloud",
		Base:      "https://console.hostupcloud.com/api",
		KeyPrefix: "huc_",
		MaxName:   64,
		SignIn:    "an API key (huc_…) that has write permission; the first one is made in the dashboard, under Settings, API Keys",
		Limit:     pace.Rate{Requests: 60, Period: time.Minute},
		Scopes:    permissionWords(),
		Unknown:   []client.Field{client.FieldRevokedAt},
		Authorize: client.AsBearer, InferredHeader: true,
		Failure: client.ReadFailure,
		Actions: map[client.Verb]client.Action{
			client.VerbCreate: {
				Effect: client.Creates, Grade: client.Inferred,
				Takes:   []client.Field{client.FieldScopes, client.FieldExpiresAt},
				Request: createRequest,
				Created: created,
			},
			client.VerbList: {
				Effect: client.Reads, Grade: client.Inferred,
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: path()}, nil
				},
				Keys: keys,
			},
			client.VerbExpire: change("", "",
				func(d client.Draft) any { return expireBody{ExpiresAt: expiry(d.Expiry)} }),
			client.VerbEnable: change(client.VerbDisable, "",
				func(client.Draft) any { return activeBody{Active: true} }),
			client.VerbDisable: change(client.VerbEnable, "reversible: `enable` undoes it",
				func(client.Draft) any { return activeBody{Active: false} }),
			client.VerbRevoke: change(client.VerbEnable, "reversible: `enable` undoes it",
				func(client.Draft) any { return activeBody{Active: false} }),
			client.VerbDelete: {
				Effect: client.Changes, Grade: client.Inferred, Note: "permanent", Removes: true,
				Request: func(w client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodDelete, Path: path(w.ID)}, nil
				},
			},
			client.VerbVerify: {
				Effect: client.Reads, Grade: client.Documented, Note: "asks for the list of instances",
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: []string{"instances"}}, nil
				},
			},
		},
	}
}

func change(undo client.Verb, note string, body func(client.Draft) any) client.Action {
	return client.Action{
		Effect: client.Changes, Grade: client.Inferred, Note: note, Undo: undo,
		Request: func(w client.Wish) (client.Request, error) {
			return client.Request{Method: http.MethodPatch, Path: path(w.ID), Body: body(w.Draft)}, nil
		},
	}
}

func path(more ...string) []string { return append([]string{"api-keys"}, more...) }

func createRequest(w client.Wish) (client.Request, error) {
	permissions, err := permissionsBody(w.Draft.Scopes)
	if err != nil {
		return client.Request{}, err
	}
	body := createBody{Name: w.Draft.Name, Permissions: permissions, ExpiresAt: expiry(w.Draft.Expiry)}
	return client.Request{Method: http.MethodPost, Path: path(), Body: body}, nil
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
	convert := func(w *wireKey) client.Key { return w.listed(now) }
	lists := []string{"data", "apiKeys", "api_keys", "keys", "items", "results"}
	return "", client.EachKey(body, lists, convert, yield, nil)
}

func created(raw []byte) (client.Created, error) {
	now := time.Now()
	names := []string{"key", "apiKey", "secret", "rawKey", "token", "value"}
	return client.ReadCreated(raw, "huc_", names, func(w *wireKey) client.Key { return w.key(now) })
}
