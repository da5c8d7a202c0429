package emulator

import (
	"net/http"

	"keyctl/emulator"
)

// pageSize is small, so that few keys make pages.
const pageSize = 2

type console struct {
	account *emulator.Account
}

func (c console) handler() http.Handler {
	return emulator.Routes([]emulator.Route{
		{Method: http.MethodGet, Path: "/keys", Serve: c.signedIn(c.list)},
		{Method: http.MethodPost, Path: "/keys", Serve: c.signedIn(c.create)},
		{Method: http.MethodPut, Path: "/keys/{id}/label", Serve: c.signedIn(c.label)},
		{Method: http.MethodPut, Path: "/keys/{id}/end", Serve: c.signedIn(c.end)},
		{Method: http.MethodPost, Path: "/keys/{id}/pause", Serve: c.signedIn(c.pause(true))},
		{Method: http.MethodPost, Path: "/keys/{id}/resume", Serve: c.signedIn(c.pause(false))},
		{Method: http.MethodDelete, Path: "/keys/{id}", Serve: c.signedIn(c.delete)},
		{Method: http.MethodGet, Path: "/whoami", Serve: c.whoami},
	}, refuseStatus)
}

func presented(r *http.Request) string { return r.Header.Get("X-Quarry-Key") }

func (c console) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if secret := presented(r); !c.account.IsCredential(secret) {
			if _, err := c.account.Authenticate(r.Context(), secret); err != nil {
				refuse(w, err)
				return
			}
		}
		next(w, r)
	}
}

func (c console) list(w http.ResponseWriter, r *http.Request) {
	after := r.URL.Query().Get("after")
	answer := page{Items: []key{}}
	for found, err := range c.account.Keys(r.Context()) {
		switch {
		case err != nil:
			refuse(w, err)
			return
		case after != "" && found.ID == after:
			after = ""
		case after != "":
		case len(answer.Items) == pageSize:
			answer.Next = &answer.Items[pageSize-1].ID
			emulator.WriteJSON(w, http.StatusOK, answer)
			return
		default:
			answer.Items = append(answer.Items, wireKey(found))
		}
	}
	if after != "" {
		problem(w, http.StatusBadRequest, "The cursor belongs to no key")
		return
	}
	emulator.WriteJSON(w, http.StatusOK, answer)
}

func (c console) create(w http.ResponseWriter, r *http.Request) {
	label, ends, err := readBody(w, r)
	switch {
	case err != nil:
		refuse(w, err)
		return
	case label == nil:
		problem(w, http.StatusBadRequest, "A label is required")
		return
	}
	secret := newSecret()
	draft := emulator.Draft{ID: newID(), Secret: secret, Prefix: hint(secret), Name: *label}
	if ends != nil {
		draft.Expires = *ends
	}
	made, err := c.account.Create(r.Context(), draft)
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusCreated, created{wireKey(made), secret})
}

func (c console) label(w http.ResponseWriter, r *http.Request) {
	label, _, err := readBody(w, r)
	c.change(w, r, emulator.Change{Name: label}, err)
}

func (c console) end(w http.ResponseWriter, r *http.Request) {
	_, ends, err := readBody(w, r)
	c.change(w, r, emulator.Change{Expires: ends}, err)
}

func (c console) pause(paused bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c.change(w, r, emulator.Change{Disabled: &paused}, nil)
	}
}

// change carries out what was read from a request, if it could be read.
func (c console) change(w http.ResponseWriter, r *http.Request, change emulator.Change, err error) {
	var changed emulator.Key
	if err == nil {
		changed, err = c.account.Change(r.Context(), r.PathValue("id"), change)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, wireKey(changed))
}

func (c console) delete(w http.ResponseWriter, r *http.Request) {
	if _, err := c.account.Revoke(r.Context(), r.PathValue("id")); err != nil {
		refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// whoami is what tries a secret.
func (c console) whoami(w http.ResponseWriter, r *http.Request) {
	var err error
	if secret := presented(r); c.account.IsCredential(secret) {
		err = c.account.Fault(emulator.VerbVerify)
	} else {
		_, err = c.account.Use(r.Context(), secret, func(emulator.Scope) bool { return true })
	}
	if err != nil {
		refuse(w, err)
		return
	}
	emulator.WriteJSON(w, http.StatusOK, map[string]string{"account": "emulated"})
}
