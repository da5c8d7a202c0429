package output

import (
	"slices"
	"strings"
	"testing"

	"keyctl/client"
)

func TestSort(t *testing.T) {
	t.Parallel()
	rows := []Row{
		{Profile: "b", Key: client.Key{ID: "1", Name: "beta", Status: client.Revoked, CreatedAt: now}},
		{Profile: "a", Key: client.Key{ID: "2", Name: "alpha", Status: client.Active}},
		{Profile: "b", Key: client.Key{ID: "3", Name: "beta", Status: client.Active, CreatedAt: now.AddDate(0, 0, -1)}},
		{Profile: "a", Key: client.Key{ID: "4", Name: "Gamma", Status: client.Active}},
	}
	for order, want := range map[string]string{
		"name":              "4213",
		"-name":             "1324",
		"created":           "3124",
		"-created":          "1324",
		"CREATED_AT":        "3124",
		"-last_used":        "1234",
		"status,-name":      "3241",
		"profile, -created": "2413",
		"id":                "1234",
		"-id":               "4321",
		"scopes":            "1234",
	} {
		compare, err := ParseSort(order)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Clone(rows)
		slices.SortStableFunc(sorted, compare)
		var got strings.Builder
		for _, row := range sorted {
			got.WriteString(row.Key.ID)
		}
		if got.String() != want {
			t.Errorf("%s: got %s, want %s", order, got.String(), want)
		}
	}
}

func TestSortRefuses(t *testing.T) {
	t.Parallel()
	for order, want := range map[string][2]string{
		"":           {`cannot sort by ""`, "sort by profile, console, id, name"},
		"-":          {`cannot sort by "-"`, "sort by"},
		"--name":     {`cannot sort by "--name"`, "sort by"},
		"+name":      {`cannot sort by "+name"`, `did you mean "name"?`},
		"nmae":       {`cannot sort by "nmae"`, `did you mean "name"?`},
		"name,":      {`cannot sort by ""`, "sort by"},
		"name;id":    {`cannot sort by "name;id"`, "sort by"},
		"\u202ename": {`cannot sort by "\u202ename"`, "sort by"},
	} {
		_, err := ParseSort(order)
		assertUsage(t, err, want[0], want[1])
	}
}
