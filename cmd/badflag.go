package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keyctl/cmd/cli"
	"keyctl/internal/errs"
	"keyctl/internal/suggest"
)

// badFlag explains a flag that can't be read. It names flags only, never a
// value: what was mistyped may be a secret.
func (p *program) badFlag(command *cobra.Command, err error) error {
	if words := command.Flags().Args(); command.HasSubCommands() && len(words) > 0 {
		return p.noVerb(command, words) // the flag may be one of the verb that was meant
	}
	what, hint := "a flag cannot be read", ""
	unknown, isUnknown := errors.AsType[*pflag.NotExistError](err)
	empty, isEmpty := errors.AsType[*pflag.ValueRequiredError](err)
	invalid, isInvalid := errors.AsType[*pflag.InvalidValueError](err)
	_, again := errors.AsType[*cli.GivenAgain](err)
	switch {
	case again:
		what, hint = "--"+invalid.GetFlag().Name+" is given twice", "give it once; "
	case isUnknown && unknown.GetSpecifiedShortnames() != "":
		what = "unknown shorthand"
		if name := unknown.GetSpecifiedName(); flagLike(name) {
			what += " -" + name
		}
	case isUnknown:
		what, hint = "unknown flag", suggestFlag(command, unknown.GetSpecifiedName())
		if name := unknown.GetSpecifiedName(); flagLike(name) {
			what += ": --" + name
		}
	case isEmpty:
		what = "flag needs an argument: --" + empty.GetFlag().Name
	case isInvalid:
		what, hint = "invalid argument for --"+invalid.GetFlag().Name, takes(invalid.GetFlag())
	}
	return errs.Errorf(errs.Usage, "%s", what).WithHint("%s%s --help shows the flags", hint, command.CommandPath())
}

// flagLike reports whether a word can be shown as the name of a flag that
// somebody mistyped. What is long, or has digits and isn't short, may be a
// secret.
func flagLike(word string) bool {
	foreign := strings.ContainsFunc(word, func(r rune) bool { return r <= ' ' || r > '~' })
	digits := strings.ContainsAny(word, "0123456789_")
	return !foreign && (len(word) <= 8 || len(word) <= 24 && !digits)
}

// suggestFlag gives the beginning of a hint: the flag that was meant.
func suggestFlag(command *cobra.Command, name string) string {
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	if nearest := suggest.Nearest(name, names); nearest != "" {
		return "did you mean --" + nearest + "? "
	}
	return ""
}

// takes says what a flag takes.
func takes(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "bool":
		return "it takes no value, or =true or =false; "
	case "int":
		return "it takes a whole number; "
	case "duration":
		return "it takes a time like 200ms or 5s; "
	}
	return "it takes words with commas between them; "
}
