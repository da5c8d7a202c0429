package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"keyctl/emulator"
)

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
