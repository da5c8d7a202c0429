package cli

import (
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
)

// A key that may be used otherwise than it was asked for is no success.
func TestAnotherQuotaThanWasAskedForIsTold(t *testing.T) {
	t.Parallel()
	limit := func(n int64) *client.Quota { return &client.Quota{Limit: n} }
	unlimited := &client.Quota{Unlimited: true}
	for _, test := range []struct {
		asked, got *client.Quota
		want       string
	}{
		{nil, nil, ""},
		{nil, limit(5), ""},
		{limit(5), limit(5), ""},
		{limit(5), nil, "no quota that the console tells"},
		{unlimited, nil, "no quota that the console tells"},
		{unlimited, unlimited, ""},
		{limit(5), limit(6), "the quota 6 instead of 5"},
		{limit(5), unlimited, "the quota unlimited instead of 5"},
		{unlimited, limit(0), "the quota 0 instead of unlimited"},
	} {
		err := Differs(client.Draft{Quota: test.asked}, "", client.Key{ID: "ak_1", Quota: test.got})
		switch {
		case test.want == "" && err != nil:
			t.Errorf("asked %v, got %v: %v", test.asked, test.got, err)
		case test.want != "" && (errs.KindOf(err) != errs.Failed || !strings.Contains(err.Error(), test.want)):
			t.Errorf("asked %v, got %v: %v, want %s", test.asked, test.got, err, test.want)
		}
	}
}

// A key that doesn't work, or is somewhere else, isn't the one that was asked for.
func TestAKeyThatIsElsewhereOrStoppedIsTold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		workspace string
		key       client.Key
		want      string
	}{
		{"42", client.Key{Status: client.Active, Workspace: "42"}, ""},
		{"42", client.Key{Status: client.Active}, ""},
		{"", client.Key{Status: client.Active, Workspace: "7"}, ""},
		{"42", client.Key{Status: client.Active, Workspace: "7"}, "the workspace 7 instead of 42"},
		{"", client.Key{Status: client.Disabled}, "the status disabled"},
		{"", client.Key{Status: client.Expired}, "the status expired"},
		{"", client.Key{Status: client.Revoked}, "the status revoked"},
	} {
		err := Differs(client.Draft{}, test.workspace, test.key)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%v: %v", test, err)
		case test.want != "" && (errs.KindOf(err) != errs.Failed || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%v: %v", test, err)
		}
	}
}
