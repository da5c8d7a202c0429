package drun

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

func TestTheKeysOfAnAccountAreRead(t *testing.T) {
	t.Parallel()
	owner := []client.Detail{{Name: "created_by", Value: "you"}, {Name: "user_id", Value: "u-8105f7322477"}}
	got, cursor, err := list(place{}, "", file(t, "account-list.response.json"))
	want := []client.Key{{
		ID: "10243", Name: "CI/CD Pipeline", Prefix: "sk-x1VD…7ucU", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z"), Details: owner,
	}}
	if diff := cmp.Diff(want, got); err != nil || cursor != "" || diff != "" {
		t.Errorf("got %q, %v\n%s", cursor, err, diff)
	}
	first, cursor, err := list(place{}, "", file(t, "account-list-page1.response.json"))
	if err != nil || len(first) != 100 || cursor == "" {
		t.Fatalf("the first page: %d keys, %q, %v", len(first), cursor, err)
	}
	request, err := place{}.pageOf(maskedKeys)(client.Wish{Cursor: cursor})
	line, _, _ := strings.Cut(file(t, "account-list-page2.request.http"), "\n")
	if got := sent(t, request); err != nil || got.Request != line {
		t.Errorf("then asks %s, %v, want %s", got.Request, err, line)
	}
	got, cursor, err = list(place{}, cursor, file(t, "account-list-page2.response.json"))
	want = []client.Key{
		{
			ID: "20100", Name: "expired", Prefix: "sk-x1VD…7ucU", Status: client.Expired,
			CreatedAt: at("2026-04-03T10:00:00Z"), ExpiresAt: at("2026-04-04T00:00:00Z"), Details: owner,
		},
		{
			ID: "20101", Name: "used", Prefix: "sk-whol…6789", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z"),
			ExpiresAt: at("2099-01-31T00:00:00Z"), LastUsedAt: at("2026-04-05T12:30:00.25Z"), Details: owner,
		},
	}
	if diff := cmp.Diff(want, got); err != nil || cursor != "" || diff != "" {
		t.Errorf("the second page: %q, %v\n%s", cursor, err, diff)
	}
}

func TestTheKeysOfAWorkspaceAreRead(t *testing.T) {
	t.Parallel()
	got, cursor, err := list(inWorkspace(), "", file(t, "ws-list-every-field.response.json"))
	created := at("2026-04-03T10:00:00Z")
	want := []client.Key{
		{
			ID: "10243", Name: "CI/CD Pipeline", Prefix: "sk-x1VD…7ucU", Status: client.Active, CreatedAt: created, Quota: &client.Quota{Unlimited: true},
			Workspace: "42", Details: []client.Detail{
				{Name: "workspace", Value: "42"},
				{Name: "created_by", Value: "you"},
				{Name: "user_id", Value: "u-8105f7322477"},
				{Name: "used_quota", Value: int64(0)},
			},
		},
		{
			ID: "10244", Name: "limited", Prefix: "sk-x1VD…7ucU", Status: client.Active, CreatedAt: created, Quota: &client.Quota{Limit: 1000},
			Workspace: "42", Details: []client.Detail{
				{Name: "workspace", Value: "42"},
				{Name: "created_by", Value: "you"},
				{Name: "user_id", Value: "u-8105f7322477"},
				{Name: "used_quota", Value: int64(250)},
				{Name: "remaining_quota", Value: int64(750)},
				{Name: "remaining_quota_synced_at", Value: created},
				{Name: "allow_models", Value: []string{"public/deepseek-v3"}},
				{Name: "deny_models", Value: []string{"public/whisper"}},
			},
		},
		{
			ID: "10250", Name: "theirs", Prefix: "sk-x1VD…7ucU", Status: client.Disabled, CreatedAt: created, ExpiresAt: at("2026-04-04T00:00:00Z"),
			Quota:     &client.Quota{},
			Workspace: "42", Details: []client.Detail{
				{Name: "workspace", Value: "42"},
				{Name: "created_by", Value: "colleague"},
				{Name: "user_id", Value: "u-000000000007"},
				{Name: "used_quota", Value: int64(0)},
				{Name: "remaining_quota", Value: int64(0)},
				{Name: "remaining_quota_synced_at", Value: created},
			},
		},
	}
	if diff := cmp.Diff(want, got); err != nil || cursor != "" || diff != "" {
		t.Errorf("got %q, %v\n%s", cursor, err, diff)
	}
}

// TestZerosThatSayNothingAreNotShown: a console may send every field there is.
func TestZerosThatSayNothingAreNotShown(t *testing.T) {
	t.Parallel()
	const zeros = `{"items":[{"id":"7","name":"","key":"","workspace":0,"createBy":"","userId":"","disabled":false,"expired":false,
		"creationTimestamp":null,"expireTime":null,"lastUsedTime":"0001-01-01T00:00:00Z","remainingQuotaSyncedAt":null,"unlimitedQuota":false,
		"quota":"0","usedQuota":"0","remainingQuota":"0","allowModels":[],"denyModels":null,"unheardOf":{"a":[7]}}],"page":{"page":1,"total":"1"},"more":7}`
	got, _, err := list(place{}, "", zeros)
	if diff := cmp.Diff([]client.Key{{ID: "7", Status: client.Active}}, got); err != nil || diff != "" {
		t.Errorf("of an account: %v\n%s", err, diff)
	}
	got, _, err = list(inWorkspace(), "", zeros)
	want := []client.Key{{
		ID: "7", Status: client.Active, Quota: &client.Quota{},
		Details: []client.Detail{
			{Name: "used_quota", Value: int64(0)}, {Name: "remaining_quota", Value: int64(0)},
		},
	}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of a workspace: %v\n%s", err, diff)
	}
	for _, p := range []place{{}, inWorkspace()} {
		got, _, err = list(p, "", `{"items":[{"id":"7"}]}`)
		if diff := cmp.Diff([]client.Key{{ID: "7", Status: client.Active}}, got); err != nil || diff != "" {
			t.Errorf("of nothing: %v\n%s", err, diff)
		}
	}
}

func TestAKeyIsDisabledBeforeItIsExpired(t *testing.T) {
	t.Parallel()
	now := time.Now()
	past, future := now.Add(-time.Hour).UTC().Format(time.RFC3339), now.Add(time.Hour).UTC().Format(time.RFC3339)
	for fields, want := range map[string]client.Status{
		`"disabled":false`:                      client.Active,
		`"disabled":true`:                       client.Disabled,
		`"expired":true`:                        client.Expired,
		`"expireTime":"` + past + `"`:           client.Expired,
		`"expireTime":"` + future + `"`:         client.Active,
		`"expireTime":"0001-01-01T00:00:00Z"`:   client.Active,
		`"disabled":true,"expired":true`:        client.Disabled,
		`"expired":true,"expireTime":null`:      client.Expired,
		`"disabled":null,"expired":null`:        client.Active,
		`"expireTime":"2020-01-01T08:00+08:00"`: "",
	} {
		got, _, err := list(place{}, "", `{"items":[{"id":"7",`+fields+`}]}`)
		if want == "" && err != nil {
			continue
		}
		if err != nil || len(got) != 1 || got[0].Status != want {
			t.Errorf("%s: got %v, %v, want %s", fields, got, err, want)
		}
	}
}

func TestAListThatIsNotOneIsAnError(t *testing.T) {
	t.Parallel()
	key := func(fields string) string { return `{"items":[{"id":"7",` + fields + `}]}` }
	for text, want := range map[string]string{
		``: "empty", `null`: "neither", `7`: "neither", `{}`: "no list", `{"items":null}`: "not a list", `{"items":{}}`: "not a list",
		`{"id":"Unauthenticated","message":"no"}`: "no list", `{"page":null}`: "no list", `{"items":[`: "cut short", `{"items":[]`: "cut short",
		`{"items":[]}]`: "not JSON", `{"items":[]}{}`: "behind its end", `{"items":[],"items":[]}`: "two lists", `<html>`: "web page",
		`{"items":[{}]}`: "no id", `{"items":[{"id":""}]}`: "no id", `{"items":[{"id":7}]}`: "wrong type", `{"items":["7"]}`: "wrong type",
		`{"items":[null]}`:                   "no id",
		key(`"quota":7`):                     "not written as a string",
		key(`"usedQuota":7.5`):               "not written as a string",
		key(`"remainingQuota":[]`):           "not written as a string",
		key(`"quota":"many"`):                "not a whole number",
		key(`"quota":""`):                    "not a whole number",
		key(`"quota":"9223372036854775808"`): "not a whole number",
		key(`"disabled":"true"`):             "wrong type",
		key(`"key":{}`):                      "wrong type",
		key(`"workspace":"42"`):              "wrong type",
		key(`"expireTime":7`):                "not a string",
		key(`"expireTime":"soon"`):           "cannot be read",
		key(`"allowModels":"x"`):             "wrong type",
	} {
		got, _, err := list(place{}, "", text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestAnEmptyListIsOneInEverySpelling(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"items":[]}`, `[]`, `{"items":[],"page":{}}`, `{"items":null,"page":{"page":1,"pageSize":100,"total":0}}`,
		`{"page":{"page":1,"pageSize":100}}`, `{"page":{"total":"0"},"items":null}`,
	} {
		if got, cursor, err := list(place{}, "", text); err != nil || cursor != "" || len(got) != 0 {
			t.Errorf("%s: got %v, %q, %v", text, got, cursor, err)
		}
	}
}

// A console that sends a whole key where none belongs doesn't get it shown.
func TestWholeKeysAreHiddenInDetails(t *testing.T) {
	t.Parallel()
	const whole = "sk-WHOLEKEYabcdefghijklmnopqrstuvwxyz0123456789"
	got, _, err := list(place{}, "", `{"items":[{"id":"1","name":"`+whole+`","key":"`+whole+`","createBy":"`+whole+`","userId":"by `+whole+`!","allowModels":["a","`+whole+`"],"denyModels":["`+whole+`","sk-short"]}]}`)
	want := []client.Key{{
		ID: "1", Name: whole, Prefix: "sk-WHOL…6789", Status: client.Active,
		Details: []client.Detail{
			{Name: "created_by", Value: "[redacted]"},
			{Name: "user_id", Value: "by [redacted]!"},
			{Name: "allow_models", Value: []string{"a", "[redacted]"}},
			{Name: "deny_models", Value: []string{"[redacted]", "sk-short"}},
		},
	}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
