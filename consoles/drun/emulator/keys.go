package emulator

import (
	"net/http"

	"keyctl/emulator"
)

func (c console) remove(w http.ResponseWriter, r *http.Request, at place) error {
	if _, err := readBody(w, r); err != nil {
		return err
	}
	if _, err := c.find(r.Context(), r.PathValue("id"), at); err != nil {
		return err
	}
	deleted, err := c.account.Delete(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	c.secrets.forget(deleted.ID)
	emulator.WriteJSON(w, http.StatusOK, wireKey(deleted, c.account.Now()))
	return nil
}

func (c console) showSecret(w http.ResponseWriter, r *http.Request, at place) error {
	found, err := c.find(r.Context(), r.PathValue("id"), at)
	if err != nil {
		return err
	}
	secret, kept := c.secrets.find(found.ID)
	if !kept {
		return errForgotten
	}
	emulator.WriteJSON(w, http.StatusOK, keySecret{ID: found.ID, Key: secret})
	return nil
}

func (c console) setQuota(w http.ResponseWriter, r *http.Request, at place) error {
	body, err := readBody(w, r, "quota", "unlimitedQuota")
	if err != nil {
		return err
	}
	quota, err := readQuota(body)
	if err != nil {
		return err
	}
	if quota == nil {
		return invalid("quota or unlimitedQuota is required", "必须设置 quota 或 unlimitedQuota")
	}
	return c.change(w, r, at, emulator.Change{Quota: quota})
}

func (c console) setStatus(w http.ResponseWriter, r *http.Request, at place) error {
	body, err := readBody(w, r, "disabled")
	if err != nil {
		return err
	}
	disabled, err := member[bool](body, "disabled", "a boolean")
	if err != nil {
		return err
	}
	if disabled == nil {
		return invalid("disabled is required", "必须设置 disabled")
	}
	return c.change(w, r, at, emulator.Change{Disabled: disabled})
}

func (c console) change(w http.ResponseWriter, r *http.Request, at place, change emulator.Change) error {
	if _, err := c.find(r.Context(), r.PathValue("id"), at); err != nil {
		return err
	}
	changed, err := c.account.Change(r.Context(), r.PathValue("id"), change)
	if err != nil {
		return err
	}
	emulator.WriteJSON(w, http.StatusOK, wireKey(changed, c.account.Now()))
	return nil
}
