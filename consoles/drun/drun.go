// Package drun is all that keyctl knows of d.run, whose keys are kept by
// DaoCloud's service hydra.
//
// From its published OpenAPI, version v0.17.0 [spec]: every path, method and
// field of creating, listing, deleting, disabling, quotas and statistics, for the
// keys of an account and of a workspace; that it tells a secret again; the pages of a list; that DELETE wants
// the body {}; what stands in a failure. From its public documents [doc]: the
// host, that keys are managed with a personal access key (a JWT) as
// Authorization: Bearer, the beginning "sk-", the host of the model service, and
// that each account has a limit of keys.
//
// Inferred: that GET /v1/models of the model service tells whether a secret
// works; a name of at most 64 characters (no limit is documented); how a
// console masks a key, so that both whole and masked ones are cut here.
package drun

import (
	"net/http"

	"keyctl/client"
)

const (
	keyPrefix = "sk-"
	modelHost = "https://sh-02.d.run"
)

// New gives the dialect for the keys of an account.
func New() client.Dialect {
	dialect := base()
	dialect.Actions = accountActions()
	dialect.Workspace = workspace
	return dialect
}

// base is what the keys of an account and of a workspace have in common.
func base() client.Dialect {
	return client.Dialect{
		Console:   "drun",
		Base:      "https://console.d.run",
		KeyPrefix: keyPrefix,
		MaxName:   64,
		SignIn: "a personal access key (a JWT) from the personal center of the console; " +
			"API keys (sk-…) cannot manage keys here",
		Unknown:   []client.Field{client.FieldScopes, client.FieldRevokedAt},
		Authorize: client.AsBearer,
		Failure:   failure,
	}
}

// place is where keys are kept: the path of an account or of a workspace.
type place struct {
	root      []string
	workspace string // "" is the account itself
}

func (p place) path(more ...string) []string {
	path := []string{"apis", "hydra.io", "v1alpha1"}
	return append(append(path, p.root...), more...)
}

func (p place) key(id string, more ...string) []string {
	return append(p.path("apikeys", id), more...)
}

// nothing is the body {}, which the contract wants where there is nothing to say.
type nothing struct{}

func (p place) create(takes ...client.Field) client.Action {
	return client.Action{
		Effect: client.Creates, Grade: client.Specified, Takes: takes,
		Request: func(w client.Wish) (client.Request, error) {
			body, err := createBodyOf(w.Draft)
			return client.Request{Method: http.MethodPost, Path: p.path("apikeys"), Body: body}, err
		},
		Created: p.created,
	}
}

func (p place) list(collection string) client.Action {
	return client.Action{
		Effect: client.Reads, Grade: client.Specified, Request: p.pageOf(collection), Pages: true, Keys: p.pageFrom(collection),
	}
}

func (p place) revoke() client.Action {
	return client.Action{
		Effect: client.Changes, Grade: client.Specified, Note: "permanent", Removes: true,
		Request: func(w client.Wish) (client.Request, error) {
			return client.Request{Method: http.MethodDelete, Path: p.key(w.ID), Body: nothing{}}, nil
		},
	}
}

// secretAgain tells the secret of a key that exists.
func (p place) secretAgain() client.Action {
	return client.Action{
		Effect: client.Reads, Grade: client.Specified, OfKey: true,
		Request: func(w client.Wish) (client.Request, error) {
			return client.Request{Method: http.MethodGet, Path: p.key(w.ID, "secret")}, nil
		},
		Created: p.created,
	}
}

func verify() client.Action {
	return client.Action{
		Effect: client.Reads, Grade: client.Inferred, Note: "asks the model service for its models", Host: modelHost,
		Request: func(client.Wish) (client.Request, error) {
			return client.Request{Method: http.MethodGet, Path: []string{"v1", "models"}}, nil
		},
	}
}
