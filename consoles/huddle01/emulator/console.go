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
		{Method: http.MethodGet, Path: "/api-keys", Serve: c.signedIn(c.list)},
		{Method: http.MethodPost, Path: "/api-keys", Serve: c.signedIn(c.create)},
		{Method: http.MethodDelete, Path: "/api-keys/{id}", Serve: c.signedIn(c.revoke)},
		{Method: http.MethodGet, Path: "/billing/balance", Serve: c.signedIn(c.balance)},
	}, refuseStatus)
}

func (c console) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		secret := presented(r)
		if !c.account.IsCredential(secret) {
			if _, err := c.account.Authenticate(r.Context(), secret); err != nil {
				refuse(w, err)
				return
			}
		}
		next(w, r)
	}
}

// presented is the secret that a request brings along. The official client
// sends both headers.
func presented(r *http.Request) string {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return key
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func (c console) list(w http.ResponseWriter, r *http.Request) {
	emulator.KeyList{
		Before: `{"code":"OK","data":[`,
		After:  "]}\n",
		Wire:   func(key emulator.Key) any { return wireKey(key) },
		Refuse: refuse,
	}.Write(w, c.account.Keys(r.Context()))
}

func (c console) create(w http.ResponseWriter, r *http.Request) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	name, err := body.Text("name")
	if err != nil {
		refuse(w, err)
		return
	}
	secret := newSecret()
	draft := emulator.Draft{ID: newID(), Secret: secret, Prefix: prefix(secret), Name: "default"}
	if name != nil && strings.TrimSpace(*name) != "" {
		draft.Name = *name
	}
	made, err := c.account.Create(r.Context(), draft)
	if err != nil {
		refuse(w, err)
		return
	}
	answer := wireKey(made)
	answer.Secret = secret
	succeed(w, http.StatusCreated, answer)
}

func (c console) revoke(w http.ResponseWriter, r *http.Request) {
	revoked, err := c.account.Revoke(r.Context(), r.PathValue("id"))
	if err != nil {
		refuse(w, err)
		return
	}
	succeed(w, http.StatusOK, wireKey(revoked))
}

func (c console) balance(w http.ResponseWriter, _ *http.Request) {
	if err := c.account.Fault(emulator.VerbVerify); err != nil {
		refuse(w, err)
		return
	}
	succeed(w, http.StatusOK, balance{Cents: 5000, Dollars: 50})
}
