// Package emulator is d.run's server half, key management and model service,
// for the embedded console.
//
//   - the fourteen paths, their methods, parameters and bodies, the members of
//     the answers, int64 as strings, enumerations by name, the error body
//     {"id","message"} in Chinese or English: [spec]
//   - a personal access key manages keys, an sk- key gets 401: [doc]; its JWT
//     shape: [inferred]
//   - page.page counts from 1 and 0 means 1, page.pageSize -1 means all and 0 the
//     default: [spec]; that the default is 10, 400 for anything below, an empty
//     page after the last one: [inferred]
//   - page.search finds parts of names in any case; page.sort is name or id, with
//     a minus for the other way round; without it the oldest key comes first:
//     [inferred]
//   - a masked key is its first seven characters, stars and its last four; keys in
//     answers to changes are masked, too: [inferred]
//   - the plain lists and …/secret give whole keys: [spec]; here only those that
//     this run has made, because nothing else keeps them, and 410 for the rest
//   - the key is sk- and 45 characters: [doc], by the example; identifiers are
//     numbers written as strings, userId is u- and twelve digits: [inferred]
//   - account keys belong to the member who made them, who sees no others;
//     workspace keys are seen, changed and deleted by every member: [inferred]
//     from the permissions that the contract names; my-apikeys are one's own:
//     [spec]
//   - 403 for a workspace that the account isn't in, 404 for a key that isn't in
//     the place asked for: [inferred]
//   - the number of keys is limited: [doc]; that it is 50, over all members and
//     workspaces and without expired ones, and 409 beyond it: [inferred]
//   - expireTime lies in the future, a name is not blank, names may be alike, no
//     change but enabling concerns the expiry: [inferred]
//   - neither quota nor unlimitedQuota means unlimited when a key is made and 400
//     when it is changed; both contradict each other; a status requires disabled:
//     [inferred]
//   - DELETE and check-creation require a JSON object: [spec]; 400 without one, and
//     for members and parameters that the contract doesn't name: [inferred]
//   - the quota counts tokens, the last request may exceed it: [inferred]
//   - the model service takes an sk- key as bearer: [doc]; its paths are
//     OpenAI's: [doc] for chat/completions, [inferred] for models; so are its
//     answers and refusals, 401 for unusable keys and 429 beyond the quota:
//     [inferred]. Tokens are words. The list of models costs nothing
//   - statistics count the requests to chat/completions that were answered, by
//     hours in UTC; weeks begin on Monday, no period means days, one point a
//     period and model, none where nothing was used: [inferred]
package emulator

import (
	"net/http"

	"keyctl/emulator"
)

const activeKeys = 50

// Half is d.run's server half.
func Half() emulator.Half {
	return emulator.Half{
		Console:       "drun",
		Path:          "/drun",
		Rules:         emulator.Rules{ActiveKeys: activeKeys, RevokeRemoves: true, ChangeExpired: true},
		Workspaces:    []string{FirstWorkspace, SecondWorkspace},
		Members:       []string{FirstMember, SecondMember},
		NewCredential: newAccessKey,
		Handler: func(account *emulator.Account) http.Handler {
			return newConsole(account).handler()
		},
	}
}
