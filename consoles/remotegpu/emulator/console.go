package emulator

import (
	"net/http"
	"strings"

	"keyctl/emulator"
)

type console struct {
	account *emulator.Account
}

func (c console) handler() http.Handler {
	return emulator.Routes([]emulator.Route{
		{Method: http.MethodGet, Path: "/account/api-keys", Serve: c.signedIn(c.list)},
		{Method: http.MethodPost, Path: "/account/api-keys", Serve: c.signedIn(c.create)},
		{Method: http.MethodPatch, Path: "/account/api-keys/{key_id}", Serve: c.signedIn(c.change)},
		{Method: http.MethodPost, Path: "/account/api-keys/{key_id}/revoke", Serve: c.signedIn(c.revoke)},
		{Method: http.MethodGet, Path: "/inference/runtime/models", Serve: c.models},
	}, refuseStatus)
}

func (c console) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !c.hasSession(r) {
			answer(w, http.StatusUnauthorized, "Missing access token")
			return
		}
		next(w, r)
	}
}

func (c console) hasSession(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && c.account.IsCredential(strings.TrimSpace(token)) {
		return true
	}
	cookie, err := r.Cookie("access_token")
	return err == nil && c.account.IsCredential(cookie.Value)
}

func (c console) list(w http.ResponseWriter, r *http.Request) {
	emulator.KeyList{
		Before: "[",
		After:  "]\n",
		Wire:   func(key emulator.Key) any { return wireKey(key) },
		Refuse: refuse,
	}.Write(w, c.account.Keys(r.Context()))
}

func (c console) create(w http.ResponseWriter, r *http.Request) {
	wish, err := readWish(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	secret := newSecret()
	draft, err := wish.draft(newID(), secret)
	if err != nil {
		refuse(w, err)
		return
	}
	made, err := c.account.Create(r.Context(), draft)
	if err != nil {
		refuse(w, err)
		return
	}
	created := wireKey(made)
	created.Secret = secret
	emulator.WriteJSON(w, http.StatusCreated, created)
}

func (c console) change(w http.ResponseWriter, r *http.Request) {
	wish, err := readWish(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	changed, err := c.account.Change(r.Context(), r.PathValue("key_id"), emulator.Change(wish))
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, wireKey(changed))
}

func (c console) revoke(w http.ResponseWriter, r *http.Request) {
	revoked, err := c.account.Revoke(r.Context(), r.PathValue("key_id"))
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, wireKey(revoked))
}

func (c console) models(w http.ResponseWriter, r *http.Request) {
	allowed, err := c.account.Use(r.Context(), r.Header.Get("x-api-key"), allowsInference)
	switch {
	case err != nil:
		refuseKey(w, err)
	case !allowed:
		answer(w, http.StatusForbidden, "API key does not allow inference")
	default:
		emulator.WriteJSON(w, http.StatusOK, models{Models: []model{
			{ID: "black-forest-labs/FLUX.1-dev", Available: true, ReadyReplicas: 1, DesiredReplicas: 1},
		}})
	}
}
