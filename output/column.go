package output

import (
	"slices"
	"strings"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// column is one property of a row as a person names and sees it. It has
// either a text or an instant.
type column struct {
	name    string // as in JSON
	short   string // as in filters; empty where name is short enough
	header  string
	text    func(Row) string
	instant func(Row) time.Time
}

// columns gives all columns in the order of the JSON form.
func columns() []column {
	return []column{
		{name: "profile", header: "PROFILE", text: func(r Row) string { return r.Profile }},
		{name: "console", header: "CONSOLE", text: func(r Row) string { return r.Console }},
		{name: "id", header: "ID", text: func(r Row) string { return r.Key.ID }},
		{name: "name", header: "NAME", text: func(r Row) string { return r.Key.Name }},
		{name: "prefix", header: "PREFIX", text: func(r Row) string { return r.Key.Prefix }},
		{name: "status", header: "STATUS", text: func(r Row) string { return string(r.Key.Status) }},
		{name: "scopes", header: "SCOPES", text: func(r Row) string { return join(r.Key.Scopes, ",") }},
		{name: "created_at", short: "created", header: "CREATED", instant: func(r Row) time.Time { return r.Key.CreatedAt }},
		{name: "expires_at", short: "expires", header: "EXPIRES", instant: func(r Row) time.Time { return r.Key.ExpiresAt }},
		{name: "last_used_at", short: "last_used", header: "LAST USED", instant: func(r Row) time.Time { return r.Key.LastUsedAt }},
		{name: "revoked_at", short: "revoked", header: "REVOKED", instant: func(r Row) time.Time { return r.Key.RevokedAt }},
		{name: "unknown", header: "UNKNOWN", text: func(r Row) string { return join(r.Key.Unknown, ",") }},
	}
}

// ColumnNames gives the names that --columns and --sort take, in the order of
// the JSON form. The times may also be called created, expires, last_used and
// revoked.
func ColumnNames() []string {
	var names []string
	for _, c := range columns() {
		names = append(names, c.name)
	}
	return names
}

// defaultColumns gives the columns of a format that was asked for without.
func (o Options) defaultColumns() []column {
	names := []string{"name", "id", "prefix", "status", "scopes", "expires_at", "created_at"}
	switch format := o.format(); {
	case format == formatTable && o.Profiles:
		names = append([]string{"profile", "console"}, names...)
	case format == formatTable:
	case format == formatWide:
		names = append(names, "last_used_at", "revoked_at", "profile", "console")
	default:
		return columns()
	}
	chosen, _ := findColumns(names)
	return chosen
}

// chosenColumns gives the columns the options ask for.
func (o Options) chosenColumns() ([]column, error) {
	if len(o.Columns) == 0 {
		return o.defaultColumns(), nil
	}
	return findColumns(o.Columns)
}

func findColumns(names []string) ([]column, error) {
	var found []column
	for _, name := range names {
		c, err := findColumn(name)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, nil
}

func findColumn(name string) (column, error) {
	all := columns()
	wanted := strings.ToLower(strings.TrimSpace(name))
	index := slices.IndexFunc(all, func(c column) bool {
		return wanted != "" && (wanted == c.name || wanted == c.short)
	})
	if index < 0 {
		return column{}, errs.Errorf(errs.Usage, "%s is not a column", safetext.Quote(name)).
			WithHint("%sthe columns are %s", suggest.Hint(wanted, ColumnNames()), strings.Join(ColumnNames(), ", "))
	}
	return all[index], nil
}

// join allocates nothing for fewer than two values, which most keys have.
func join[T ~string](values []T, separator string) string {
	switch len(values) {
	case 0:
		return ""
	case 1:
		return string(values[0])
	}
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return strings.Join(texts, separator)
}
