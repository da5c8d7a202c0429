package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Fault{
		"503@list":     {Status: 503, Verb: VerbList},
		"429@revoke*2": {Status: 429, Verb: VerbRevoke, Times: 2},
		"400@create*1": {Status: 400, Verb: VerbCreate, Times: 1},
		"599@scope":    {Status: 599, Verb: VerbScope},
		"404@rename":   {Status: 404, Verb: VerbRename},
		"500@expire*9": {Status: 500, Verb: VerbExpire, Times: 9},
		"500@enable":   {Status: 500, Verb: VerbEnable},
		"500@disable":  {Status: 500, Verb: VerbDisable},
		"500@delete":   {Status: 500, Verb: VerbDelete},
		"500@quota":    {Status: 500, Verb: VerbQuota},
		"500@check":    {Status: 500, Verb: VerbCheck},
		"500@verify":   {Status: 500, Verb: VerbVerify},
		"500@usage":    {Status: 500, Verb: VerbUsage},
	} {
		if got, err := ParseFault(text); err != nil || got != want {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "503", "@list", "503@", "503@list*", "503@list*0", "503@list*-1", "503@list*+1", "399@list", "600@list", "200@list",
		"503@List", "503@remove", "+503@list", "5 03@list", "503@list*1*1", "503@list@list", "503@list*99999999999999999999", " 503@list",
	} {
		if got, err := ParseFault(text); err == nil {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func FuzzParseFault(f *testing.F) {
	for _, seed := range []string{"503@list", "429@revoke*2", "@*", "400@create*0", "٤٠٠@list"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := ParseFault(text)
		if err != nil {
			return
		}
		again := fmt.Sprintf("%d@%s", fault.Status, fault.Verb)
		if fault.Times > 0 {
			again += fmt.Sprintf("*%d", fault.Times)
		}
		if got, err := ParseFault(again); err != nil || got != fault || fault.Status < 400 || fault.Status > 599 {
			t.Errorf("%q became %v, then %v, %v", text, fault, got, err)
		}
	})
}

func TestFaultsHappenInsteadOfTheEffect(t *testing.T) {
	t.Parallel()
	var all []Fault
	for i, verb := range Verbs() {
		all = append(all, Fault{Status: 500 + i, Verb: verb, Times: 2})
	}
	_, account := open(t, Settings{InMemory: true, Faults: all, Now: testNow})
	account.faults.left = nil
	before := create(t, account, draft("key"))
	account.faults.left = all
	name, later, yes, no := "renamed", testNow().Add(time.Hour), true, false
	for i, do := range []func() error{
		func() error { _, err := account.Create(t.Context(), draft("new")); return err },
		func() (err error) {
			for _, err = range account.Keys(t.Context()) {
			}
			return err
		},
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Name: &name}); return err },
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Expires: &later}); return err },
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Scope: &Scope{}}); return err },
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Disabled: &no}); return err },
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Disabled: &yes}); return err },
		func() error { _, err := account.Revoke(t.Context(), "id-key"); return err },
		func() error { _, err := account.Delete(t.Context(), "id-key"); return err },
		func() error { _, err := account.Change(t.Context(), "id-key", Change{Quota: &Quota{}}); return err },
		func() error { return account.Fault(VerbCheck) },
		func() error {
			_, err := account.Use(t.Context(), "secret-key", func(Scope) bool { return true })
			return err
		},
		func() error { return account.Fault(VerbUsage) },
	} {
		for range 2 {
			var failure *Failure
			if err := do(); !errors.As(err, &failure) || failure.Status != 500+i {
				t.Errorf("%s: got %v", Verbs()[i], err)
			}
		}
	}
	after, err := account.Authenticate(t.Context(), "secret-key")
	if difference := cmp.Diff(before, after); err != nil || difference != "" {
		t.Errorf("the key changed: %v, %s", err, difference)
	}
	if got := names(t, account); got != "key" {
		t.Errorf("keys: %q", got)
	}
}

// A console may say revoke to disabling or to deleting.
func TestFaultsOfRevokeMeetWhatTheConsoleCallsRevoking(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for name, test := range map[string]struct {
		rules Rules
		do    func(*Account) error
		want  bool
	}{
		"disable, which is revoking": {Rules{RevokeDisables: true}, func(a *Account) error {
			_, err := a.Change(t.Context(), "id-key", Change{Disabled: &yes})
			return err
		}, true},
		"enable":  {Rules{RevokeDisables: true}, func(a *Account) error { _, err := a.Change(t.Context(), "id-key", Change{Disabled: &no}); return err }, false},
		"disable": {Rules{}, func(a *Account) error { _, err := a.Change(t.Context(), "id-key", Change{Disabled: &yes}); return err }, false},
		"delete, which is revoking": {Rules{RevokeRemoves: true}, func(a *Account) error {
			_, err := a.Delete(t.Context(), "id-key")
			return err
		}, true},
		"delete": {Rules{}, func(a *Account) error { _, err := a.Delete(t.Context(), "id-key"); return err }, false},
	} {
		_, account := open(t, Settings{InMemory: true, Faults: []Fault{{Status: 500, Verb: VerbRevoke}}})
		account.rules = test.rules
		create(t, account, draft("key"))
		var failure *Failure
		if err := test.do(account); errors.As(err, &failure) != test.want || err != nil && !test.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestFaultsCountUnderConcurrency(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{InMemory: true, Faults: []Fault{
		{Status: 503, Verb: VerbCreate, Times: 7}, {Status: 429, Verb: VerbCreate, Times: 3},
	}})
	outcomes := make(map[int]int)
	count(15, func(i int) error {
		_, err := account.Create(t.Context(), draft(fmt.Sprint(i)))
		return err
	}, func(err error) {
		var failure *Failure
		if errors.As(err, &failure) {
			outcomes[failure.Status]++
		} else if err == nil {
			outcomes[0]++
		}
	})
	if outcomes[503] != 7 || outcomes[429] != 3 || outcomes[0] != 5 {
		t.Errorf("got %v", outcomes)
	}
}

func TestFaultWithoutTimesNeverEnds(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{InMemory: true, Faults: []Fault{{Status: 500, Verb: VerbRevoke}}})
	for range 5 {
		if _, err := account.Revoke(t.Context(), "any"); err == nil || errors.Is(err, ErrUnknownKey) {
			t.Fatal(err)
		}
	}
}

func TestFailureAnnouncesARetry(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{429: "1", 503: "1", 500: "", 400: ""} {
		header := make(http.Header)
		(&Failure{Status: status}).Announce(header)
		if got := header.Get("Retry-After"); got != want {
			t.Errorf("%d: got %q, want %q", status, got, want)
		}
	}
}
