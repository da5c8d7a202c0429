package emulator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

const in42 = "/workspaces/42"

func TestLifeOfAnAccountKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	if got := w.you("GET /masked-apikeys", "").raw; got != `{"items":[],"page":{"total":0,"page":1,"pageSize":10}}`+"\n" {
		t.Errorf("an empty list: %s", got)
	}
	if got := w.you("POST /apikeys/check-creation", `{}`).raw; got != `{"allowed":true}`+"\n" {
		t.Errorf("check: %s", got)
	}
	made := w.you("POST /apikeys", `{"name":"test-key","expireTime":"2026-07-01T02:00:00+02:00"}`)
	id, secret := made.text("id"), made.text("key")
	record := `{"id":"` + id + `","name":"test-key","key":"%s","createBy":"you","userId":"` + made.text("userId") +
		`","creationTimestamp":"2026-04-03T10:00:00Z","expireTime":"2026-07-01T00:00:00Z","expired":false,"disabled":false%s}`
	if made.raw != fmt.Sprintf(record, secret, "")+"\n" {
		t.Errorf("create: %s", made.raw)
	}
	if !regexp.MustCompile(`^sk-[A-Za-z0-9_-]{45}$`).MatchString(secret) || !regexp.MustCompile(`^[0-9]{18}$`).MatchString(id) {
		t.Errorf("secret %q, identifier %q", secret, id)
	}
	*w.now = w.now.Add(time.Minute)
	w.models(secret).is(200, t)
	used := `,"lastUsedTime":"2026-04-03T10:01:00Z"`
	hidden := secret[:7] + "********" + secret[44:]
	page := `{"items":[%s],"page":{"total":1,"page":1,"pageSize":10}}` + "\n"
	for path, shown := range map[string]string{"/masked-apikeys": hidden, "/apikeys": secret} {
		if got := w.you("GET "+path, "").raw; got != fmt.Sprintf(page, fmt.Sprintf(record, shown, used)) {
			t.Errorf("%s: %s", path, got)
		}
	}
	if got := w.you("GET /apikeys/"+id+"/secret", ""); got.text("key") != secret || got.text("id") != id {
		t.Errorf("secret: %s", got.raw)
	}
	if got := w.you("DELETE /apikeys/"+id, `{}`).raw; got != fmt.Sprintf(record, hidden, used)+"\n" {
		t.Errorf("delete: %s", got)
	}
	w.models(secret).is(401, t)
	w.as(FirstMember, "GET /apikeys/"+id+"/secret", "").is(404, t)
	w.as(FirstMember, "DELETE /apikeys/"+id, `{}`).is(404, t)
	if got := w.you("GET /apikeys", "").column("id"); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

func TestLifeOfAWorkspaceKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	made := w.you("POST "+in42+"/apikeys", `{"name":"ws"}`)
	id, secret, path := made.text("id"), made.text("key"), in42+"/apikeys/"+made.text("id")
	if !strings.Contains(made.raw, `"workspace":42,`) || !strings.Contains(made.raw, `"unlimitedQuota":true,"usedQuota":"0"}`) {
		t.Errorf("create: %s", made.raw)
	}
	for _, test := range []struct {
		disabled string
		status   int
	}{{"true", 401}, {"true", 401}, {"false", 200}, {"false", 200}} {
		got := w.you("PUT "+path+"/status", `{"disabled":`+test.disabled+`}`)
		if !strings.Contains(got.raw, `"disabled":`+test.disabled) || strings.Contains(got.raw, secret) {
			t.Errorf("status: %s", got.raw)
		}
		w.models(secret).is(test.status, t)
	}
	got := w.you("PUT "+path+"/quota", `{"quota":"9223372036854775807"}`).raw
	if !strings.Contains(got, `"unlimitedQuota":false,"quota":"9223372036854775807","usedQuota":"0","remainingQuota":"9223372036854775807",`) {
		t.Errorf("quota: %s", got)
	}
	if got := w.you("PUT "+path+"/quota", `{"unlimitedQuota":true}`).raw; strings.Contains(got, `"quota"`) {
		t.Errorf("unlimited: %s", got)
	}
	if got := w.you("GET "+path+"/secret", "").text("key"); got != secret {
		t.Errorf("secret: %s", got)
	}
	for list, want := range map[string]string{"apikeys": secret, "my-apikeys": secret, "masked-apikeys": mask(secret)} {
		if got := w.you("GET "+in42+"/"+list, ""); !slices.Equal(got.column("key"), []string{want}) {
			t.Errorf("%s: %s", list, got.raw)
		}
	}
	if got := w.you("DELETE "+path, `{}`); got.text("id") != id || strings.Contains(got.raw, secret) {
		t.Errorf("delete: %s", got.raw)
	}
	w.models(secret).is(401, t)
}

func TestExpiredKeyCanBeChangedAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, secret := w.create(FirstMember, in42+"/apikeys", `{"name":"short","expireTime":"2026-04-03T10:00:01Z","unlimitedQuota":true}`)
	w.models(secret).is(200, t)
	*w.now = w.now.Add(time.Second)
	w.models(secret).is(401, t)
	w.chat(secret, modelNames()[0], 1).is(401, t)
	got := w.you("PUT "+in42+"/apikeys/"+id+"/status", `{"disabled":false}`)
	if !strings.Contains(got.raw, `"expired":true`) {
		t.Errorf("status: %s", got.raw)
	}
	w.models(secret).is(401, t)
	w.you("DELETE "+in42+"/apikeys/"+id, `{}`)
}

func TestMembersAndPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	own, _ := w.create(FirstMember, "/apikeys", `{"name":"mine"}`)
	w.create(SecondMember, "/apikeys", `{"name":"theirs"}`)
	shared, _ := w.create(FirstMember, in42+"/apikeys", `{"name":"my shared"}`)
	foreign, _ := w.create(SecondMember, in42+"/apikeys", `{"name":"their shared"}`)
	w.create(SecondMember, "/workspaces/7/apikeys", `{"name":"elsewhere"}`)
	for request, want := range map[string][]string{
		"you /apikeys":                            {"mine"},
		"you /masked-apikeys":                     {"mine"},
		"colleague /apikeys":                      {"theirs"},
		"you /workspaces/42/apikeys":              {"my shared", "their shared"},
		"you /workspaces/42/masked-apikeys":       {"my shared", "their shared"},
		"you /workspaces/42/my-apikeys":           {"my shared"},
		"colleague /workspaces/42/my-apikeys":     {"their shared"},
		"colleague /workspaces/42/masked-apikeys": {"my shared", "their shared"},
		"you /workspaces/7/apikeys":               {"elsewhere"},
		"you /workspaces/7/my-apikeys":            {},
	} {
		member, path, _ := strings.Cut(request, " ")
		if got := w.as(member, "GET "+path, ""); !slices.Equal(got.column("name"), want) {
			t.Errorf("%s: got %v, want %v", request, got.column("name"), want)
		}
	}
	everyone := w.you("GET "+in42+"/masked-apikeys", "")
	users := everyone.column("userId")
	if !slices.Equal(everyone.column("createBy"), []string{"you", "colleague"}) || users[0] == users[1] {
		t.Errorf("whose are they: %s", everyone.raw)
	}
	for _, path := range []string{"/apikeys/" + shared, "/workspaces/7/apikeys/" + shared, in42 + "/apikeys/" + own, in42 + "/apikeys/no"} {
		w.as(FirstMember, "DELETE "+path, `{}`).is(404, t)
		w.as(FirstMember, "GET "+path+"/secret", "").is(404, t)
	}
	w.as(SecondMember, "DELETE /apikeys/"+own, `{}`).is(404, t)
	w.as(SecondMember, "GET /apikeys/"+own+"/secret", "").is(404, t)
	w.as(FirstMember, "PUT /workspaces/7/apikeys/"+shared+"/status", `{"disabled":true}`).is(404, t)
	w.as(FirstMember, "PUT /workspaces/7/apikeys/"+shared+"/quota", `{"quota":"1"}`).is(404, t)
	w.you("PUT "+in42+"/apikeys/"+foreign+"/status", `{"disabled":true}`)
	w.you("GET "+in42+"/apikeys/"+foreign+"/secret", "")
	w.you("DELETE "+in42+"/apikeys/"+foreign, `{}`)
}
