package output

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
)

func filterRow() Row {
	return Row{Key: client.Key{
		ID: "k1", Name: "CI/CD Pipeline *", Prefix: "rg_a", Status: client.Active,
		Scopes:    []client.Scope{"inference", "kubernetes:ns-1"},
		CreatedAt: time.Date(2026, 1, 31, 23, 59, 59, 5, time.UTC),
		ExpiresAt: now.Add(30 * 24 * time.Hour),
	}}
}

func assertMatches(t *testing.T, wanted map[string]bool) {
	t.Helper()
	for words, want := range wanted {
		filter, err := ParseFilter([]string{words}, now)
		if err != nil {
			t.Errorf("%s: %v", words, err)
		}
		if got := filter.Match(filterRow()); got != want {
			t.Errorf("%s: got %t", words, got)
		}
	}
}

func TestFilterWords(t *testing.T) {
	t.Parallel()
	assertMatches(t, map[string]bool{
		"":                        true,
		"status=active":           true,
		"status=expired,active":   true,
		"status=revoked":          false,
		"name=CI*":                true,
		"name=ci*":                false,
		"name=CI":                 false,
		"name=*":                  true,
		"name=CI/CD?Pipeline?*":   true,
		"name=CI?CD?Pipeline??":   true,
		"name=*/*line**":          true,
		"name=x,CI*":              true,
		"name=[C]*":               false,
		"id=k1":                   true,
		"id=k":                    false,
		"id=k?":                   true,
		"prefix=rg_*":             true,
		"scope=inference":         true,
		"scope=kubernetes:*":      true,
		"scope=read,write":        false,
		"status=active name=CI*":  true,
		"status=active name=x":    false,
		"status=active\n\tid=k1 ": true,
	})
}

func TestFilterRanges(t *testing.T) {
	t.Parallel()
	assertMatches(t, map[string]bool{
		"created=2026-01-31":                       true,
		"created=2026-01-30":                       false,
		"created=2026-02-01":                       false,
		"created=..2026-01-31":                     true,
		"created=..2026-01-30":                     false,
		"created=2026-01-31..":                     true,
		"created=2026-02-01..":                     false,
		"created=2026-01-01..2026-01-31":           true,
		"created=2026-01-31T23:59:59Z":             true,
		"created=2026-01-31T23:59:58Z":             false,
		"created=..2026-01-31T23:59:59Z":           true,
		"created=2026-02-01T00:59:59+01:00":        true,
		"created=2026-01-31T23:59:59.000000005Z":   true,
		"created=2026-01-31T23:59:59.000000006Z..": false,
		"created=28d..":                            false,
		"created=29d..":                            true,
		"created=..28d":                            true,
		"created=29d..28d":                         true,
		"created=29d..2026-03-01":                  true,
		"expires=..30d":                            true,
		"expires=..29d":                            false,
		"expires=30d..":                            true,
		"expires=31d..":                            false,
		"expires=0d..60d":                          true,
		"expires=2026-03-31":                       true,
		"used=..1d":                                false,
		"used=2000-01-01..":                        false,
		"revoked=..2030-01-01":                     false,
		"unused=28d+":                              true,
		"unused=29d+":                              false,
	})
}

func TestFilterTakesSeveralArguments(t *testing.T) {
	t.Parallel()
	filter, err := ParseFilter([]string{"status=active", "name=x id=k1"}, now)
	if err != nil || filter.Match(filterRow()) {
		t.Errorf("matches, or %v", err)
	}
}

func TestFilterRefuses(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]string{
		"active":                      {`the filter "active" has no value`, "for a space in a name write ?"},
		"stauts=active":               {`"stauts" is not a filter`, `did you mean "status"? filters are status=active,expired`},
		"Status=active":               {`"Status" is not a filter`, `did you mean "status"?`},
		"=x":                          {`"" is not a filter`, "filters are"},
		"=":                           {`"" is not a filter`, "filters are"},
		"\x1b[2J=x":                   {`"\u001b[2J" is not a filter`, "filters are"},
		"name=":                       {`the filter "name=" has an empty value`, "filters are"},
		"status=actve":                {`"actve" is not a status`, `did you mean "active"? a status is active, disabled, expired or revoked`},
		"status=active,":              {`"" is not a status`, "a status is"},
		"status=Active":               {`"Active" is not a status`, `did you mean "active"?`},
		"created=yesterday":           {`"yesterday" is not a range of time`, "use FROM..TO"},
		"created=..":                  {`".." is not a range of time`, "use FROM..TO"},
		"created=30d":                 {`"30d" is not a range of time`, "use FROM..TO"},
		"created=2026-02-30":          {`"2026-02-30" is not a range of time`, "use FROM..TO"},
		"created=-1h..":               {`"-1h.." is not a range of time`, "use FROM..TO"},
		"created=1..2":                {`"1..2" is not a range of time`, "use FROM..TO"},
		"created=..2026-13-01":        {`"..2026-13-01" is not a range of time`, "use FROM..TO"},
		"expires=1d..2d..3d":          {`"1d..2d..3d" is not a range of time`, "use FROM..TO"},
		"expires=never":               {`"never" is not a range of time`, "use FROM..TO"},
		"expires=2d..1d":              {`"2d..1d" ends before it begins`, "use FROM..TO"},
		"created=1d..2d":              {`"1d..2d" ends before it begins`, "use FROM..TO"},
		"used=2026-02-01..2026-01-31": {`"2026-02-01..2026-01-31" ends before it begins`, "use FROM..TO"},
		"revoked=99999999999999d..":   {`"99999999999999d.." is not a range of time`, "use FROM..TO"},
		"unused=30d":                  {`"30d" is not a length of time without use`, "unused=30d+"},
		"unused=+":                    {`"+" is not a length of time without use`, "unused=30d+"},
		"unused=2026-01-01+":          {`"2026-01-01+" is not a length of time without use`, "unused=30d+"},
		"unused=30d++":                {`"30d++" is not a length of time without use`, "unused=30d+"},
	} {
		_, err := ParseFilter([]string{"status=active", word}, now)
		assertUsage(t, err, want[0], want[1])
	}
}

func TestUnused(t *testing.T) {
	t.Parallel()
	long, short := now.AddDate(0, 0, -31), now.AddDate(0, 0, -29)
	for _, test := range []struct {
		key  client.Key
		want bool
	}{
		{client.Key{LastUsedAt: long}, true},
		{client.Key{LastUsedAt: now.AddDate(0, 0, -30)}, true},
		{client.Key{LastUsedAt: short, CreatedAt: long}, false},
		{client.Key{CreatedAt: long}, true},
		{client.Key{CreatedAt: short}, false},
		{client.Key{}, false},
		{client.Key{CreatedAt: long, Unknown: []client.Field{client.FieldLastUsed}}, false},
	} {
		filter, err := ParseFilter([]string{"unused=30d+"}, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := filter.Match(Row{Key: test.key}); got != test.want {
			t.Errorf("%+v: got %t", test.key, got)
		}
	}
}

func TestFilterFields(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][]client.Field{
		"":                          nil,
		"status=active name=a id=b": nil,
		"prefix=a scope=b":          {client.FieldPrefix, client.FieldScopes},
		"created=..1d created=2d..": {client.FieldCreatedAt},
		"expires=..1d revoked=1d..": {client.FieldExpiresAt, client.FieldRevokedAt},
		"unused=1d+ used=1d..":      {client.FieldLastUsed, client.FieldCreatedAt},
	} {
		filter, err := ParseFilter([]string{words}, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := filter.Fields(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", words, got, want)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, word := range []string{"status=active", "name=*a?b", "created=30d..2026-01-01", "expires=..2026-01-01T00:00:00Z", "unused=30d+", "a b=c"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		filter, err := ParseFilter([]string{word}, now)
		if err != nil {
			if errs.KindOf(err) != errs.Usage || err.(*errs.Error).Hint == "" { //nolint:errorlint // it has to be the error itself
				t.Errorf("%q: %#v", word, err)
			}
			assertSafe(t, err.Error(), "")
			return
		}
		filter.Match(filterRow())
		filter.Match(Row{})
	})
}

func FuzzGlob(f *testing.F) {
	f.Add("a*b?c", "aXXbYc")
	f.Add("**?*", "")
	f.Add("*a*a*a*b", strings.Repeat("a", 50))
	f.Fuzz(func(t *testing.T, pattern, text string) {
		pattern, text = string([]rune(pattern)), string([]rune(text))
		quoted := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		if want := regexp.MustCompile(`(?s)\A` + quoted + `\z`).MatchString(text); alternatives(strings.ReplaceAll(pattern, ",", "?"))(text) != want && !strings.Contains(pattern, ",") {
			t.Errorf("%q and %q: want %t", pattern, text, want)
		}
	})
}
