// Package quarry is all that keyctl knows of Quarry, a console that is made up:
// docs/consoles/ADDING.md shows on it how one is added.
//
// From its documentation, "Keys" [doc]: the base URL, X-Quarry-Key, the beginning
// "qry_", creating, listing page by page, renaming, pausing, resuming and deleting
// keys, that a deleted key is gone for good, names of at most 40 characters.
//
// From its official client [client]: GET /whoami.
//
// Inferred: PUT /keys/{id}/end to change when a key ends, like /keys/{id}/label.
package quarry

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"

	"keyctl/client"
	"keyctl/client/wire"
)

// New gives the dialect.
func New() client.Dialect {
	return client.Dialect{
		Console:   "quarry",
		Base:      "https://api.quarry.example/v2",
		KeyPrefix: "qry_",
		MaxName:   40,
		SignIn:    "an API key (qry_…); the first one is made in the dashboard",
		Unknown:   []client.Field{client.FieldScopes, client.FieldRevokedAt},
		Authorize: client.InHeader("X-Quarry-Key"),
		Failure:   failure,
		Actions: map[client.Verb]client.Action{
			client.VerbCreate: {
				Effect: client.Creates, Grade: client.Documented,
				Takes: []client.Field{client.FieldExpiresAt},
				Request: func(w client.Wish) (client.Request, error) {
					body := createBody{Label: w.Draft.Name, EndsAt: milliseconds(w.Draft.Expiry)}
					return client.Request{Method: http.MethodPost, Path: path(), Body: body}, nil
				},
				Created: created,
			},
			client.VerbList: {
				Effect: client.Reads, Grade: client.Documented,
				Request: listRequest,
				Pages:   true,
				Keys:    keys,
			},
			client.VerbRename: change(client.Documented, "", "", http.MethodPut, "label",
				func(d client.Draft) any { return labelBody{Label: d.Name} }),
			client.VerbExpire: change(client.Inferred, "the request is inferred", "", http.MethodPut, "end",
				func(d client.Draft) any { return endBody{EndsAt: milliseconds(d.Expiry)} }),
			client.VerbDisable: change(client.Documented, "called pausing", client.VerbEnable, http.MethodPost, "pause", nil),
			client.VerbEnable:  change(client.Documented, "called resuming", client.VerbDisable, http.MethodPost, "resume", nil),
			client.VerbRevoke: {
				Effect: client.Changes, Grade: client.Documented, Note: "permanent", Removes: true,
				Request: func(w client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodDelete, Path: path(w.ID)}, nil
				},
			},
			client.VerbVerify: {
				Effect: client.Reads, Grade: client.Observed, Note: "asks whose key it is",
				Request: func(client.Wish) (client.Request, error) {
					return client.Request{Method: http.MethodGet, Path: []string{"whoami"}}, nil
				},
			},
		},
	}
}

func path(more ...string) []string { return append([]string{"keys"}, more...) }

// change is a verb that is sent to a place of its own below the key.
func change(grade client.Grade, note string, undo client.Verb, method, place string, body func(client.Draft) any) client.Action {
	return client.Action{
		Effect: client.Changes, Grade: grade, Note: note, Undo: undo,
		Request: func(w client.Wish) (client.Request, error) {
			request := client.Request{Method: method, Path: path(w.ID, place)}
			if body != nil {
				request.Body = body(w.Draft)
			}
			return request, nil
		},
	}
}

func listRequest(w client.Wish) (client.Request, error) {
	request := client.Request{Method: http.MethodGet, Path: path()}
	if w.Cursor != "" {
		request.Query = url.Values{"after": {w.Cursor}}
	}
	return request, nil
}

// keys reads one page, and gives the cursor of the next; null is the last page.
func keys(_ client.Wish, body io.Reader, yield func(client.Key) bool) (next string, err error) {
	now := time.Now()
	convert := func(w *wireKey) client.Key { return w.key(now) }
	beside := func(name string, value []byte) error {
		if name != "next" {
			return nil
		}
		return json.Unmarshal(value, &next)
	}
	err = wire.Each(body, []string{"items"}, client.Keys(convert, yield), beside)
	return next, err
}

func created(raw []byte) (client.Created, error) {
	now := time.Now()
	return client.ReadCreated(raw, "qry_", []string{"token"}, func(w *wireKey) client.Key { return w.key(now) })
}
