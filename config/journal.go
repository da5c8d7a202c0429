package config

import (
	"slices"

	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// JournalPlace gives the place that the user chose for the identity that opens
// the journal, "" for none. The environment comes before the profiles file, which
// is then not read.
func JournalPlace(environment func(string) string, store file.Store) (string, error) {
	const variable = "KEYCTL_JOURNAL"
	switch place := environment(variable); {
	case place == "":
		profiles, err := store.Read()
		return profiles.Journal, err
	case !slices.Contains(file.JournalPlaces(), place):
		return "", errs.Errorf(errs.Usage, "%s %s cannot be used", variable, safetext.Quote(place)).WithHint("%s", file.JournalHint(place))
	default:
		return place, nil
	}
}
