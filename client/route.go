package client

import (
	"net/http"
	"slices"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// Route is a method and a path, in which {id} stands for the id of a key.
type Route struct {
	Method string
	Path   []string
}

const idSegment = "{id}"

// ParseRoute reads a route as it is written in a profile: "PATCH /api-keys/{id}".
func ParseRoute(text string) (Route, error) {
	method, path, _ := strings.Cut(strings.TrimSpace(text), " ")
	path = strings.TrimSpace(path)
	refuse := func(why string) (Route, error) {
		return Route{}, errs.Errorf(errs.Usage, "it %s", why).WithHint("write it as METHOD /PATH below the base URL, like PATCH /api-keys/{id}")
	}
	if !slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, method) {
		return refuse("has no method that can be meant")
	}
	rest, rooted := strings.CutPrefix(path, "/")
	if !rooted || rest == "" {
		return refuse("has no path that begins with a slash")
	}
	route := Route{Method: method, Path: strings.Split(rest, "/")}
	for _, segment := range route.Path {
		if segment != idSegment && CheckID(segment) != nil {
			return refuse("has a path that cannot be meant")
		}
	}
	return route, nil
}

// check refuses a route that can't carry out a verb.
func (r Route) check(action Action, verb Verb) error {
	effect, removes := action.Effect, verb == VerbDelete || verb == VerbRevoke && action.Undo == ""
	ids := 0
	for _, segment := range r.Path {
		if segment == idSegment {
			ids++
		}
	}
	refuse := func(what string) error {
		return errs.Errorf(errs.Usage, "the profile's request for %s %s", verb, what).
			WithHint("write it as METHOD /PATH; {id} stands for the id of the key to change")
	}
	switch {
	case effect == Changes && ids != 1:
		return refuse("needs {id} once in its path")
	case effect != Changes && ids != 0:
		return refuse("has no place for an {id}")
	case effect == Reads && r.Method != http.MethodGet && r.Method != http.MethodPost:
		return refuse("reads, so that its method is GET or POST")
	case r.Method == http.MethodDelete && !removes:
		return refuse("removes nothing, so that its method is not DELETE")
	case effect != Reads && r.Method == http.MethodGet:
		return refuse("changes something, so that its method is not GET")
	}
	return nil
}

// at gives the action with another method and path.
func (a Action) at(route Route) Action {
	own := a.Request
	a.Older, a.Custom = nil, true
	a.Request = func(w Wish) (Request, error) {
		request, err := own(w)
		request.Method, request.Path = route.Method, slices.Clone(route.Path)
		for i, segment := range request.Path {
			if segment == idSegment {
				request.Path[i] = w.ID
			}
		}
		return request, err
	}
	return a
}

// Header is the header that carries the credential, with what stands around it.
// The zero value is the console's own.
type Header struct {
	Name          string
	Before, After string
}

func (h Header) authorize(header http.Header, secret secrets.Secret) {
	header.Set(h.Name, h.Before+secret.Reveal()+h.After)
}

// ParseHeader reads a header as it is written in a profile:
// "Authorization: Bearer {credential}". Headers that steer the request itself,
// or that make others send it again, are refused.
func ParseHeader(text string) (Header, error) {
	const place = "{credential}"
	name, value, found := strings.Cut(text, ":")
	name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
	before, after, placed := strings.Cut(value, place)
	refuse := func(why string) (Header, error) {
		return Header{}, errs.Errorf(errs.Usage, "it %s", why).WithHint("write it as NAME: VALUE, like Authorization: Bearer {credential}")
	}
	token := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
	}
	switch {
	case !found || name == "" || strings.TrimFunc(name, token) != "" || len(name) > 64:
		return refuse("has no name of a header")
	case !placed || strings.Contains(after, place):
		return refuse("does not hold {credential} once")
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) || len(value) > 256:
		return refuse("has a value that cannot be sent")
	case slices.Contains(steering(), name):
		return refuse("names a header that no credential goes in")
	}
	return Header{Name: name, Before: before, After: after}, nil
}

// steering are headers with a meaning of their own. net/http sends a request
// with an Idempotency-Key again.
func steering() []string {
	return []string{
		"Accept", "Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Idempotency-Key",
		"Keep-Alive", "Proxy-Connection", "Range", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Idempotency-Key",
	}
}

// AsBearer is the Authorize of a console that takes its credential as
// Authorization: Bearer.
func AsBearer(header http.Header, secret secrets.Secret) {
	Header{Name: "Authorization", Before: "Bearer "}.authorize(header, secret)
}

// InHeader gives the Authorize of a console that takes its credential, and
// nothing around it, in a header of its own.
func InHeader(name string) func(http.Header, secrets.Secret) { return Header{Name: name}.authorize }
