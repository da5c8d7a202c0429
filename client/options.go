package client

import (
	"net/http"
	"slices"
	"strings"
)

// Options are what a profile says about its console beside where it is.
type Options struct {
	Workspace string // the workspace whose keys are meant, "" for the account's own
	Everyone  bool   // the keys of all members of the workspace, to look at

	// Routes and Header take the place of what is inferred of a console. No
	// value in them is a secret.
	Routes map[Verb]Route
	Header Header
}

// Route is a method and a path, in which {id} stands for the id of a key.
type Route struct {
	Method string
	Path   []string
}

const idSegment = "{id}"

// Header is the header that carries the credential, with what stands around it.
// The zero value is the console's own.
type Header struct {
	Name          string
	Before, After string
}

// With gives the dialect for the options, or refuses what the console has no
// place for.
func (d Dialect) With(o Options) (Dialect, error) {
	switch {
	case o.Workspace == "" && o.Everyone:
		if d.Workspace == nil {
			return d, d.unsupported("has no workspaces, and lists the keys of one account only")
		}
		return d, Errorf(Usage, "there is nobody else: these are the account's own keys").
			WithHint("name a workspace with --workspace, or leave --everyone out")
	case o.Workspace != "" && d.Workspace == nil:
		return d, d.unsupported("has no workspaces")
	case o.Workspace != "":
		var err error
		if d, err = d.Workspace(o.Workspace, o.Everyone); err != nil {
			return d, err
		}
	}
	return d.overridden(o)
}

// overridden puts the routes and the header of a profile in the place of those
// that are inferred. What a console documents stays as it is.
func (d Dialect) overridden(o Options) (Dialect, error) {
	if len(o.Routes) > 0 {
		actions := make(map[Verb]Action, len(d.Actions))
		for verb, action := range d.Actions {
			actions[verb] = action
		}
		for _, verb := range Verbs() {
			route, given := o.Routes[verb]
			action, ok := actions[verb]
			switch {
			case !given:
				continue
			case !ok:
				return d, Errorf(Usage, "the profile's requests say how to %s, which %s has no way to do", verb, d.Console).
					WithHint("remove it from the profile; %s offers: %s", d.Console, strings.Join(d.Offers(), ", "))
			case action.Grade != Inferred:
				return d, Errorf(Usage, "how %s is asked to %s is documented, and no profile overrides it", d.Console, verb).
					WithHint("remove it from the profile's requests; `consoles` shows what is inferred")
			}
			if err := route.check(action, verb); err != nil {
				return d, err
			}
			actions[verb] = action.at(route)
		}
		d.Actions = actions
		if err := d.checkCreating(); err != nil {
			return d, err
		}
	}
	if o.Header.Name != "" {
		if !d.InferredHeader {
			return d, Errorf(Usage, "the header that %s takes credentials in is documented, and no profile overrides it", d.Console).
				WithHint("remove credential_header from the profile")
		}
		d.Authorize, d.customHeader = o.Header.authorize, true
	}
	return d, nil
}

// RouteOf tells how a verb is asked for, in the words of [ParseRoute]; "" where
// the console lacks it.
func (d Dialect) RouteOf(verb Verb) string {
	action, offered := d.Actions[verb]
	if !offered || action.Request == nil {
		return ""
	}
	// The wish makes no difference to the way, but it has to be one that can be meant.
	draft := Draft{Name: "name", Quota: &Quota{Unlimited: true}, Expiry: Expiry{Never: true}}
	for _, scope := range d.Scopes[:min(1, len(d.Scopes))] {
		draft.Scopes = []Scope{Scope(scope)}
	}
	request, err := action.Request(Wish{ID: idSegment, Draft: draft})
	if err != nil {
		return ""
	}
	return request.Method + " /" + strings.Join(request.Path, "/")
}

// checkCreating refuses what reads, and is sent again, where it would create.
func (d Dialect) checkCreating() error {
	for _, verb := range Verbs() {
		action, offered := d.Actions[verb]
		if offered && action.Effect == Reads && d.RouteOf(verb) != "" && d.RouteOf(verb) == d.RouteOf(VerbCreate) {
			return Errorf(Usage, "the profile's requests %s in the way that creates a key: %s", verb, d.RouteOf(verb)).
				WithHint("write another METHOD or /PATH for one of them")
		}
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

func (h Header) authorize(header http.Header, secret Secret) {
	header.Set(h.Name, h.Before+secret.Reveal()+h.After)
}

// ParseRoute reads a route as it is written in a profile: "PATCH /api-keys/{id}".
func ParseRoute(text string) (Route, error) {
	method, path, _ := strings.Cut(strings.TrimSpace(text), " ")
	path = strings.TrimSpace(path)
	refuse := func(why string) (Route, error) {
		return Route{}, Errorf(Usage, "it %s", why).WithHint("write it as METHOD /PATH below the base URL, like PATCH /api-keys/{id}")
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
		return Errorf(Usage, "the profile's request for %s %s", verb, what).
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

// ParseHeader reads a header as it is written in a profile:
// "Authorization: Bearer {credential}". Headers that steer the request itself,
// or that make others send it again, are refused.
func ParseHeader(text string) (Header, error) {
	const place = "{credential}"
	name, value, found := strings.Cut(text, ":")
	name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
	before, after, placed := strings.Cut(value, place)
	refuse := func(why string) (Header, error) {
		return Header{}, Errorf(Usage, "it %s", why).WithHint("write it as NAME: VALUE, like Authorization: Bearer {credential}")
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
