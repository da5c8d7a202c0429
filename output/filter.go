package output

import (
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/glob"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// Filter chooses rows. The zero value chooses all.
type Filter struct {
	tests  []func(Row) bool
	fields []client.Field
}

// Match reports whether a row passes every word of the filter.
func (f Filter) Match(row Row) bool {
	for _, test := range f.tests {
		if !test(row) {
			return false
		}
	}
	return true
}

// Fields gives the fields the filter looks at, each once, that some console
// doesn't tell. On a console that doesn't tell one of them the filter can't be
// answered.
func (f Filter) Fields() []client.Field { return slices.Clone(f.fields) }

const filterHint = "filters are status=active,expired name=ci-* id=ID prefix=PREFIX scope=inference " +
	"created=..2026-01-01 expires=..30d used=2026-01-01.. revoked=2026-01-31 unused=30d+"

// filterWord is one kind of word: how to read its value, and the fields it
// looks at.
type filterWord struct {
	name   string
	fields []client.Field
	parse  func(value string, now time.Time) (func(Row) bool, error)
}

func filterWords() []filterWord {
	created := func(r Row) time.Time { return r.Key.CreatedAt }
	expires := func(r Row) time.Time { return r.Key.ExpiresAt }
	used := func(r Row) time.Time { return r.Key.LastUsedAt }
	revoked := func(r Row) time.Time { return r.Key.RevokedAt }
	return []filterWord{
		{"status", nil, parseStatuses},
		{"name", nil, patterns(func(r Row) string { return r.Key.Name })},
		{"id", nil, patterns(func(r Row) string { return r.Key.ID })},
		{"prefix", []client.Field{client.FieldPrefix}, patterns(func(r Row) string { return r.Key.Prefix })},
		{"scope", []client.Field{client.FieldScopes}, parseScopes},
		{"created", []client.Field{client.FieldCreatedAt}, span(created, false)},
		{"expires", []client.Field{client.FieldExpiresAt}, span(expires, true)},
		{"used", []client.Field{client.FieldLastUsed}, span(used, false)},
		{"revoked", []client.Field{client.FieldRevokedAt}, span(revoked, false)},
		{"unused", []client.Field{client.FieldLastUsed, client.FieldCreatedAt}, parseUnused},
	}
}

// FilterNames gives the names of the words that [ParseFilter] takes.
func FilterNames() []string {
	var names []string
	for _, known := range filterWords() {
		names = append(names, known.name)
	}
	return names
}

// ParseFilter reads the words of a filter, of which a row has to pass all. An
// argument may hold several words with spaces between them. In name, id, prefix
// and scope "*" stands for any characters and "?" for one; commas separate
// alternatives. Times are ranges FROM..TO, each side optional and included: a
// day, an RFC 3339 time, or a span such as 30d, which lies before now, for
// expires after it. unused=30d+ means not used for 30 days, or never used and
// created before that. Errors are of kind Usage.
func ParseFilter(arguments []string, now time.Time) (Filter, error) {
	var filter Filter
	for _, argument := range arguments {
		for word := range strings.FieldsFuncSeq(argument, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }) {
			if err := filter.add(word, now); err != nil {
				return Filter{}, err
			}
		}
	}
	return filter, nil
}

func (f *Filter) add(word string, now time.Time) error {
	name, value, hasValue := strings.Cut(word, "=")
	all := filterWords()
	index := slices.IndexFunc(all, func(known filterWord) bool { return known.name == name })
	switch {
	case !hasValue:
		return errs.Errorf(errs.Usage, "the filter %s has no value", safetext.Quote(word)).
			WithHint("%s; for a space in a name write ?", filterHint)
	case index < 0:
		return errs.Errorf(errs.Usage, "%s is not a filter", safetext.Quote(name)).
			WithHint("%s%s", suggest.Hint(name, FilterNames()), filterHint)
	case value == "":
		return errs.Errorf(errs.Usage, "the filter %s has an empty value", safetext.Quote(word)).WithHint(filterHint)
	}
	test, err := all[index].parse(value, now)
	if err != nil {
		return err
	}
	f.tests = append(f.tests, test)
	for _, field := range all[index].fields {
		if !slices.Contains(f.fields, field) {
			f.fields = append(f.fields, field)
		}
	}
	return nil
}

func parseStatuses(value string, _ time.Time) (func(Row) bool, error) {
	valid := []string{string(client.Active), string(client.Disabled), string(client.Expired), string(client.Revoked)}
	wanted := strings.Split(value, ",")
	for _, status := range wanted {
		if !slices.Contains(valid, status) {
			return nil, errs.Errorf(errs.Usage, "%s is not a status", safetext.Quote(status)).
				WithHint("%sa status is %s", suggest.Hint(status, valid), suggest.OneOf(valid))
		}
	}
	return func(r Row) bool { return slices.Contains(wanted, string(r.Key.Status)) }, nil
}

func patterns(text func(Row) string) func(string, time.Time) (func(Row) bool, error) {
	return func(value string, _ time.Time) (func(Row) bool, error) {
		matches := alternatives(value)
		return func(r Row) bool { return matches(text(r)) }, nil
	}
}

func parseScopes(value string, _ time.Time) (func(Row) bool, error) {
	matches := alternatives(value)
	return func(r Row) bool {
		return slices.ContainsFunc(r.Key.Scopes, func(s client.Scope) bool { return matches(string(s)) })
	}, nil
}

// alternatives matches a text against patterns separated by commas.
func alternatives(value string) func(string) bool {
	var tests []func(string) bool
	for pattern := range strings.SplitSeq(value, ",") {
		if strings.ContainsAny(pattern, "*?") {
			runes := []rune(pattern)
			tests = append(tests, func(text string) bool { return glob.Match(runes, []rune(text)) })
		} else {
			tests = append(tests, func(text string) bool { return text == pattern })
		}
	}
	return func(text string) bool {
		return slices.ContainsFunc(tests, func(test func(string) bool) bool { return test(text) })
	}
}
