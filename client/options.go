package client

import (
	"strings"

	"keyctl/internal/errs"
)

// Options are what a profile says about its console, apart from where it is.
type Options struct {
	Workspace string // the workspace whose keys are meant, "" for the account's own
	Everyone  bool   // the keys of all members of the workspace, to look at

	// Routes and Header take the place of what is inferred of a console. No
	// value in them is a secret.
	Routes map[Verb]Route
	Header Header
}

// With gives the dialect for the options, or refuses what the console has no
// place for.
func (d Dialect) With(o Options) (Dialect, error) {
	switch {
	case o.Workspace == "" && o.Everyone:
		if d.Workspace == nil {
			return d, d.unsupported("has no workspaces, and lists the keys of one account only")
		}
		return d, errs.Errorf(errs.Usage, "there is nobody else: these are the account's own keys").
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
				return d, errs.Errorf(errs.Usage, "the profile's requests say how to %s, which %s has no way to do", verb, d.Console).
					WithHint("remove it from the profile; %s offers: %s", d.Console, strings.Join(d.Offers(), ", "))
			case action.Grade != Inferred:
				return d, errs.Errorf(errs.Usage, "how %s is asked to %s is documented, and no profile overrides it", d.Console, verb).
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
			return d, errs.Errorf(errs.Usage, "the header that %s takes credentials in is documented, and no profile overrides it", d.Console).
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
			return errs.Errorf(errs.Usage, "the profile's requests %s in the way that creates a key: %s", verb, d.RouteOf(verb)).
				WithHint("write another METHOD or /PATH for one of them")
		}
	}
	return nil
}
