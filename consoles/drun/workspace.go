package drun

import (
	"net/http"
	"strconv"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// workspace gives the dialect for the keys of a workspace. Those of everyone
// are there to look at: what changes is for one's own.
func workspace(id string, everyone bool) (client.Dialect, error) {
	number, err := strconv.ParseInt(id, 10, 32)
	if err != nil || number < 1 || strconv.FormatInt(number, 10) != id {
		return client.Dialect{}, errs.Errorf(errs.Usage, "%s cannot be a workspace", safetext.Quote(id)).
			WithHint("a workspace is named by its number, like 42; the console shows it")
	}
	there := place{root: []string{"workspaces", id}, workspace: id}
	dialect := base()
	dialect.Actions = map[client.Verb]client.Action{
		client.VerbList:   there.list(ownKeys),
		client.VerbVerify: verify(),
		client.VerbUsage:  there.usage(),
	}
	if everyone {
		list := there.list(maskedKeys)
		list.Older = there.pageOf(allKeys)
		dialect.Actions[client.VerbList] = list
		return dialect, nil
	}
	there.addChanges(dialect.Actions)
	return dialect, nil
}

func (p place) addChanges(actions map[client.Verb]client.Action) {
	disable := p.status(true)
	disable.Undo = client.VerbEnable
	create := p.create(client.FieldExpiresAt, client.FieldQuota)
	create.Note = "without a quota the console decides on one"
	actions[client.VerbCreate] = create
	actions[client.VerbQuota] = client.Action{
		Effect: client.Changes, Grade: client.Specified, Note: "in the console's own unit", Request: p.quota,
	}
	actions[client.VerbEnable] = p.status(false)
	actions[client.VerbDisable] = disable
	actions[client.VerbRevoke] = p.revoke()
	actions[client.VerbSecret] = p.secretAgain()
}

func (p place) status(disabled bool) client.Action {
	return client.Action{
		Effect: client.Changes, Grade: client.Specified,
		Request: func(w client.Wish) (client.Request, error) {
			body := statusBody{Disabled: disabled}
			return client.Request{Method: http.MethodPut, Path: p.key(w.ID, "status"), Body: body}, nil
		},
	}
}

func (p place) quota(w client.Wish) (client.Request, error) {
	if w.Draft.Quota == nil {
		return client.Request{}, errs.Errorf(errs.Usage, "no quota is given").WithHint("give a number, or unlimited")
	}
	body, err := quotaBodyOf(w.Draft.Quota)
	return client.Request{Method: http.MethodPut, Path: p.key(w.ID, "quota"), Body: body}, err
}
