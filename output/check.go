package output

import (
	"slices"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// Purpose is what the options are going to be used for.
type Purpose int

// The purposes, each with the function that writes it.
const (
	ForList    Purpose = iota // NewList
	ForKey                    // WriteKey
	ForCreated                // WriteCreated
)

// Check finds what is wrong with the options, before any request is sent: a
// format or a column that doesn't exist, a jq program that can't be read, and
// options that don't go together. Errors are of kind Usage, and their hint
// lists what is valid.
func (o Options) Check(purpose Purpose) error {
	if err := o.checkFormat(purpose); err != nil {
		return err
	}
	if err := o.checkColumns(purpose); err != nil {
		return err
	}
	return o.checkJQ(purpose)
}

func (o Options) checkFormat(purpose Purpose) error {
	valid := Formats()
	if purpose == ForCreated {
		valid = CreatedFormats()
	}
	format := o.format()
	switch {
	case slices.Contains(valid, format):
		return nil
	case slices.Contains(Formats(), format):
		return errs.Errorf(errs.Usage, "the output format %s cannot hold the new secret", safetext.Quote(format)).
			WithHint("use -o %s", suggest.OneOf(valid))
	case format == formatSecret:
		return errs.Errorf(errs.Usage, "the output format %s is for a new key only", safetext.Quote(format)).
			WithHint("use -o %s", suggest.OneOf(valid))
	}
	return errs.Errorf(errs.Usage, "%s is not an output format", safetext.Quote(format)).
		WithHint("%suse -o %s", suggest.Hint(format, valid), suggest.OneOf(valid))
}

func (o Options) checkColumns(purpose Purpose) error {
	if len(o.Columns) == 0 {
		return nil
	}
	withColumns := []string{formatTable, formatWide, formatCSV, formatTSV}
	switch {
	case purpose == ForCreated:
		return errs.Errorf(errs.Usage, "a new key is shown whole: --columns has no effect").
			WithHint("leave --columns out, or use -o json")
	case o.JQ != "":
		return errs.Errorf(errs.Usage, "--columns and --jq do not go together").
			WithHint("choose the fields within the jq program, as in --jq '.[].name'")
	case !slices.Contains(withColumns, o.format()):
		return errs.Errorf(errs.Usage, "the output format %s has no columns", safetext.Quote(o.format())).
			WithHint("use --columns with -o %s", suggest.OneOf(withColumns))
	}
	_, err := findColumns(o.Columns)
	return err
}

func (o Options) checkJQ(purpose Purpose) error {
	switch {
	case o.JQ == "":
		return nil
	case purpose == ForCreated:
		return errs.Errorf(errs.Usage, "--jq does not take part in the creation of a key").
			WithHint("use -o secret for the secret alone, or -o json")
	case o.format() != formatJSON:
		return errs.Errorf(errs.Usage, "--jq gives JSON and does not go with the output format %s", safetext.Quote(o.format())).
			WithHint("leave -o out, or use -o json")
	}
	_, err := compileJQ(o.JQ)
	return err
}
