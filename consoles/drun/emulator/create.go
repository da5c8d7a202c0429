package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator"
)

func (c console) create(w http.ResponseWriter, r *http.Request, at place) error {
	draft, err := c.readDraft(w, r, at)
	if err != nil {
		return err
	}
	made, err := c.account.Create(r.Context(), draft)
	if err != nil {
		return err
	}
	c.secrets.keep(made.ID, draft.Secret)
	created := wireKey(made, c.account.Now())
	created.Key = draft.Secret
	emulator.WriteJSON(w, http.StatusOK, created)
	return nil
}

func (c console) readDraft(w http.ResponseWriter, r *http.Request, at place) (emulator.Draft, error) {
	members := []string{"name", "expireTime"}
	if at.workspace != "" {
		members = append(members, "quota", "unlimitedQuota")
	}
	body, err := readBody(w, r, members...)
	if err != nil {
		return emulator.Draft{}, err
	}
	secret := newSecret()
	draft := emulator.Draft{ID: newID(), Secret: secret, Prefix: mask(secret), Owner: at.member, Workspace: at.workspace}
	if draft.Name, err = readName(body); err != nil {
		return emulator.Draft{}, err
	}
	if draft.Expires, err = readExpiry(body); err != nil || at.workspace == "" {
		return draft, err
	}
	if draft.Quota, err = readQuota(body); draft.Quota == nil {
		draft.Quota = &emulator.Quota{Unlimited: true}
	}
	return draft, err
}

func (c console) checkCreation(w http.ResponseWriter, r *http.Request, _ place) error {
	if _, err := readBody(w, r); err != nil {
		return err
	}
	if err := c.account.Fault(emulator.VerbCheck); err != nil {
		return err
	}
	err := c.account.Room(r.Context())
	check := creationCheck{Allowed: err == nil}
	switch {
	case errors.Is(err, emulator.ErrActiveLimit) && prefersChinese(r.Header.Get("Accept-Language")):
		check.Reason = errFull.chinese
	case errors.Is(err, emulator.ErrActiveLimit):
		check.Reason = errFull.english
	case err != nil:
		return err
	}
	emulator.WriteJSON(w, http.StatusOK, check)
	return nil
}
