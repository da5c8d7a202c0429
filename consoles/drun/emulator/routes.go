package emulator

import (
	"net/http"
	"slices"
	"strings"

	"keyctl/emulator"
)

const (
	management    = "/apis/hydra.io/v1alpha1"
	workspacePath = management + "/workspaces/{workspace}"
)

// handler serves the key management and the model service.
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
		{Method: http.MethodGet, Path: base + "/apikeys/{id}/secret", Serve: in(c.showSecret)},
	}
}

// refuseStatus answers a request that has no route.
func refuseStatus(w http.ResponseWriter, r *http.Request, status int) {
	if isModelService(r) {
		answerModel(w, status, "invalid_request_error", "unknown_url", http.StatusText(status))
		return
	}
	refuse(w, r, refusal{status, "NotFound", http.StatusText(status), "请求的接口不存在"})
}

func isModelService(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/v1/") }
