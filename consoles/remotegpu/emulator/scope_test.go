package emulator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/emulator"
)

func TestScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, _ := w.create(t, `{"all":true}`)
	both := `{"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `","` + SecondNamespace + `"]}}`
	for sent, want := range map[string]string{
		`{"all":true}`:       `{"all":true}`,
		`{"inference":true}`: `{"inference":true}`,
		`{ "kubernetes_exec": {"all_namespaces" : true} }`:               `{"kubernetes_exec":{"all_namespaces":true}}`,
		`{"kubernetes_exec":{"all_namespaces":true,"namespace_ids":[]}}`: `{"kubernetes_exec":{"all_namespaces":true}}`,
		both:                  both,
		strings.ToUpper(both): "",
		`{"kubernetes_exec":{"namespace_ids":["` + strings.ToUpper(FirstNamespace) + `"],"all_namespaces":false}}`: `{"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `"]}}`,
	} {
		made := w.signed("POST /account/api-keys", `{"name":"x","scopes":`+sent+`}`)
		changed := w.signed("PATCH /account/api-keys/"+id, `{"scopes":`+sent+`}`)
		if want == "" {
			made.is(t, "create "+sent, 400, `{"message":"Invalid scope payload"}`)
			continue
		}
		for _, got := range []answered{made, changed} {
			if got.status >= 300 || !strings.Contains(got.raw, `"scopes":`+want+`,`) {
				t.Errorf("%s: %d %s", sent, got.status, got.raw)
			}
		}
	}
}

func TestRefusedScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, _ := w.create(t, `{"all":true}`)
	const (
		none     = "At least one explicit scope is required"
		mixed    = "Explicit mixed scopes are not supported"
		combined = "all cannot be combined with other scope fields"
		empty    = "At least one namespace ID is required unless all_namespaces is true"
		foreign  = "namespace_ids must reference namespaces owned by the current account"
		shape    = "Invalid scope payload"
	)
	for sent, want := range map[string]string{
		`{}`:                  none,
		`null`:                none,
		`{"all":false}`:       none,
		`{"inference":false}`: none,
		`{"inference":true,"kubernetes_exec":{"all_namespaces":true}}`:                           mixed,
		`{"inference":true,"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `"]}}`:      mixed,
		`{"inference":false,"kubernetes_exec":{"all_namespaces":true}}`:                          mixed,
		`{"all":true,"inference":true}`:                                                          combined,
		`{"all":true,"kubernetes_exec":{"all_namespaces":true}}`:                                 combined,
		`{"all":true,"inference":false}`:                                                         combined,
		`{"all":true,"inference":true,"kubernetes_exec":{}}`:                                     combined,
		`{"kubernetes_exec":{"namespace_ids":[]}}`:                                               empty,
		`{"kubernetes_exec":{}}`:                                                                 empty,
		`{"kubernetes_exec":{"all_namespaces":false}}`:                                           empty,
		`{"kubernetes_exec":{"namespace_ids":[],"all_namespaces":false}}`:                        empty,
		`{"kubernetes_exec":{"namespace_ids":["00000000-0000-4000-8000-000000000000"]}}`:         foreign,
		`{"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `","other"]}}`:               foreign,
		`{"kubernetes_exec":{"namespace_ids":[""]}}`:                                             foreign,
		`{"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `"],"all_namespaces":true}}`: shape,
		`{"kubernetes_exec":{"namespace_ids":"` + FirstNamespace + `"}}`:                         shape,
		`{"kubernetes_exec":{"namespace_ids":[1]}}`:                                              shape,
		`{"kubernetes_exec":{"namespace_ids":[null]}}`:                                           shape,
		`{"kubernetes_exec":{"namespace_ids":null}}`:                                             shape,
		`{"kubernetes_exec":{"all_namespaces":"true"}}`:                                          shape,
		`{"kubernetes_exec":{"all_namespaces":null}}`:                                            shape,
		`{"kubernetes_exec":{"all_namespaces":true,"read_only":true}}`:                           shape,
		`{"kubernetes_exec":true}`:                                                               shape,
		`{"kubernetes_exec":null}`:                                                               shape,
		`{"kubernetes_exec":[]}`:                                                                 shape,
		`{"all":"true"}`:                                                                         shape,
		`{"all":1}`:                                                                              shape,
		`{"all":null}`:                                                                           shape,
		`{"ALL":true}`:                                                                           shape,
		`{"billing":true}`:                                                                       shape,
		`{"all":true,"billing":true}`:                                                            shape,
		`[]`:                                                                                     shape,
		`["inference"]`:                                                                          shape,
		`"inference"`:                                                                            shape,
		`true`:                                                                                   shape,
	} {
		want = `{"message":"` + want + `"}`
		w.signed("POST /account/api-keys", `{"name":"x","scopes":`+sent+`}`).is(t, "create "+sent, 400, want)
		w.signed("PATCH /account/api-keys/"+id, `{"scopes":`+sent+`}`).is(t, "change "+sent, 400, want)
	}
	if got := w.signed("GET /account/api-keys", ""); strings.Count(got.raw, `"scopes":{"all":true}`) != 1 || strings.Count(got.raw, `"id"`) != 1 {
		t.Errorf("a refused scope had an effect: %s", got.raw)
	}
}

func FuzzParseScope(f *testing.F) {
	for _, seed := range []string{
		`{"all":true}`, `{"inference":true}`, `{"kubernetes_exec":{"all_namespaces":true}}`, `{"kubernetes_exec":{"namespace_ids":["a"]}}`,
		`{}`, `null`, `[{}]`, `{"all":true,"all":false}`, `{"kubernetes_exec":{"namespace_ids":[null]}}`, "{\"all\xff\":true}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scope, err := parseScope(json.RawMessage(text))
		if err != nil {
			if !scope.IsZero() {
				t.Errorf("%q is refused and yet allows %v", text, scope)
			}
			return
		}
		wire, err := json.Marshal(wireScopes(scope))
		if err != nil || scope.IsZero() {
			t.Fatalf("%q: %v, %v", text, scope, err)
		}
		if again, err := parseScope(wire); err != nil || !cmp.Equal(again, scope) {
			t.Errorf("%q became %s, which is read as %v, %v", text, wire, again, err)
		}
	})
}
