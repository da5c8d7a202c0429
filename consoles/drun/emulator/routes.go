package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"keyctl/emulator"
)

const (
	management    = "/apis/hydra.io/v1alpha1"
	workspacePath = management + "/workspaces/{workspace}"
)

type console struct {
	account *emulator.Account
	secrets *secrets
}

func newConsole(account *emulator.Account) console {
	return console{account, &secrets{byID: map[string]string{}}}
}

func (c console) handler() http.Handler {
	routes := slices.Concat(
		c.common(management, c.inAccount),
		c.common(workspacePath, c.inWorkspace),
		[]emulator.Route{
			{Method: http.MethodPost, Path: management + "/apikeys/check-creation", Serve: c.inAccount(c.checkCreation)},
			{Method: http.MethodGet, Path: workspacePath + "/my-apikeys", Serve: c.inWorkspace(c.listMine)},
			{Method: http.MethodPut, Path: workspacePath + "/apikeys/{id}/quota", Serve: c.inWorkspace(c.setQuota)},
			{Method: http.MethodPut, Path: workspacePath + "/apikeys/{id}/status", Serve: c.inWorkspace(c.setStatus)},
			{Method: http.MethodGet, Path: "/v1/models", Serve: c.models},
			{Method: http.MethodPost, Path: "/v1/chat/completions", Serve: c.chat},
		},
	)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		emulator.Routes(routes, func(w http.ResponseWriter, status int) { refuseStatus(w, r, status) }).ServeHTTP(w, r)
	})
}

// common are the routes that the account and its workspaces both have.
func (c console) common(base string, in func(serve) http.HandlerFunc) []emulator.Route {
	return []emulator.Route{
		{Method: http.MethodGet, Path: base + "/apikeys", Serve: in(c.listWhole)},
		{Method: http.MethodPost, Path: base + "/apikeys", Serve: in(c.create)},
		{Method: http.MethodGet, Path: base + "/masked-apikeys", Serve: in(c.listMasked)},
		{Method: http.MethodGet, Path: base + "/apikeys-stats", Serve: in(c.statistics)},
		{Method: http.MethodPost, Path: base + "/apikeys-stats", Serve: in(c.statistics)},
		{Method: http.MethodDelete, Path: base + "/apikeys/{id}", Serve: in(c.remove)},
		{Method: http.MethodGet, Path: base + "/apikeys/{id}/secret", Serve: in(c.tellSecret)},
	}
}

// place is where keys live: a workspace, or with "" a member's own account.
type place struct {
	member, workspace string
}

func (p place) holds(owner, workspace string) bool {
	return workspace == p.workspace && (workspace != "" || owner == p.member)
}

// serve answers a request of a signed-in member. The error it returns is
// answered in its stead.
type serve func(w http.ResponseWriter, r *http.Request, at place) error

func (c console) inAccount(next serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, ok := c.account.Member(bearer(r))
		if !ok {
			refuse(w, r, errUnsigned)
			return
		}
		if err := next(w, r, place{member: name}); err != nil {
			refuse(w, r, err)
		}
	}
}

func (c console) inWorkspace(next serve) http.HandlerFunc {
	return c.inAccount(func(w http.ResponseWriter, r *http.Request, at place) error {
		number, err := strconv.ParseInt(r.PathValue("workspace"), 10, 32)
		if err != nil {
			return &emulator.WrongType{Field: "workspace", Want: "a number"}
		}
		at.workspace = strconv.FormatInt(number, 10)
		if !slices.Contains([]string{FirstWorkspace, SecondWorkspace}, at.workspace) {
			return errForeignWorkspace
		}
		return next(w, r, at)
	})
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
