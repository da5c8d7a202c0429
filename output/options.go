package output

import (
	"context"
	"time"

	"keyctl/client"
)

// Row is one key together with where it was found.
type Row struct {
	Profile string
	Console string
	Key     client.Key
}

// Options says how keys are written. The zero value writes a table into a
// pipe.
type Options struct {
	Format   string          // one of Formats, or "secret" for a new key; empty: table, or json with JQ
	Columns  []string        // some of ColumnNames, in any case; empty: the columns of the format
	JQ       string          // a jq program over the JSON form; empty: none
	Profiles bool            // the rows are of several profiles: a table tells of which
	NoHeader bool            // no header line; for a single key, no labels
	Terminal bool            // a person looks: relative times, rows as soon as they come
	Color    bool            // with escape sequences; only together with Terminal
	Width    int             // of the terminal, in cells; 0 when unknown
	Now      time.Time       // what relative times refer to
	Context  context.Context // ends a jq program that doesn't end by itself; nil: nothing does
}

// The names of the formats.
const (
	formatTable  = "table"
	formatWide   = "wide"
	formatJSON   = "json"
	formatJSONL  = "jsonl"
	formatYAML   = "yaml"
	formatCSV    = "csv"
	formatTSV    = "tsv"
	formatName   = "name"
	formatSecret = "secret"
)

// Formats gives the formats of a list and of a single key.
func Formats() []string {
	return []string{
		formatTable, formatWide, formatJSON, formatJSONL,
		formatYAML, formatCSV, formatTSV, formatName,
	}
}

// CreatedFormats gives the formats of a new key: those that can hold its
// secret.
func CreatedFormats() []string {
	return []string{formatTable, formatJSON, formatYAML, formatSecret}
}

// format is the format with its default applied.
func (o Options) format() string {
	switch {
	case o.Format != "":
		return o.Format
	case o.JQ != "":
		return formatJSON
	}
	return formatTable
}

// context is never nil.
func (o Options) context() context.Context {
	if o.Context != nil {
		return o.Context
	}
	return context.Background()
}
