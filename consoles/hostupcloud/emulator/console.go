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
		{Method: http.MethodGet, Path: "/api-keys", Serve: c.admitted(mayRead, c.list)},
		{Method: http.MethodPost, Path: "/api-keys", Serve: c.admitted(mayWrite, c.create)},
		{Method: http.MethodPatch, Path: "/api-keys/{id}", Serve: c.admitted(mayWrite, c.change)},
		{Method: http.MethodDelete, Path: "/api-keys/{id}", Serve: c.admitted(mayWrite, c.delete)},
		{Method: http.MethodGet, Path: "/instances", Serve: c.admitted(mayRead, c.instances)},
	}, refuseStatus)
}

// admitted serves whoever presents a key that keeps to the rate, works, and
// allows it.
func (c console) admitted(allows func(emulator.Scope) bool, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		secret := presented(r)
		if secret == "" {
			refuse(w, emulator.ErrUnknownSecret)
			return
		}
		if wait, ok := c.account.Admit(secret); !ok {
			refuse(w, &emulator.TooMany{Wait: wait})
			return
		}
		if !c.account.IsCredential(secret) {
			key, err := c.account.Authenticate(r.Context(), secret)
			if err != nil {
				refuse(w, err)
				return
			}
			if !allows(key.Scope) {
				answer(w, http.StatusForbidden, "API key lacks the required permission")
				return
			}
		}
		next(w, r)
	}
}

func presented(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
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
	draft, err := readDraft(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	secret := newSecret()
	draft.ID, draft.Secret, draft.Prefix = newID(), secret, prefix(secret)
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
	wanted, err := readChange(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	changed, err := c.account.Change(r.Context(), r.PathValue("id"), wanted)
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, wireKey(changed))
}

func (c console) delete(w http.ResponseWriter, r *http.Request) {
	if _, err := c.account.Delete(r.Context(), r.PathValue("id")); err != nil {
		refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// instances is what tries a key: the account has no instances.
func (c console) instances(w http.ResponseWriter, r *http.Request) {
	var err error
	if secret := presented(r); c.account.IsCredential(secret) {
		err = c.account.Fault(emulator.VerbVerify)
	} else {
		_, err = c.account.Use(r.Context(), secret, mayRead)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, []struct{}{})
}
