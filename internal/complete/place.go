// Package complete finds out what may stand at a place on a command line.
package complete

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Place is where on a command line something is being typed.
type Place struct {
	command *cobra.Command
	words   []string // the arguments before it
	Typed   string   // what is there of the word, or of the flag's value
	flag    *pflag.Flag
	Before  string // what the word begins with where typed is only its end: "--sort="
	naming  bool   // a flag's name is being typed
	literal bool   // behind --, where there are no flags
}

// Locate reads the words before the one that is being typed, and gives the
// flags on the way their values. What makes no sense is passed over: the line
// isn't finished.
func Locate(root *cobra.Command, words []string) Place {
	last := len(words) - 1
	command, rest, err := root.Find(words[:last])
	if err != nil {
		command, rest = root, nil
	}
	command.SetContext(root.Context())
	command.InitDefaultHelpFlag()
	command.InitDefaultVersionFlag()
	command.InheritedFlags() // makes them known to the command
	at := Place{command: command}
	for _, word := range rest {
		at.pass(word)
	}
	at.reach(words[last])
	return at
}

// pass takes a whole word.
func (at *Place) pass(word string) {
	name, value, hasValue := strings.Cut(word, "=")
	switch {
	case at.flag != nil:
		at.set(at.flag, word)
		at.flag = nil
	case at.literal || !strings.HasPrefix(word, "-") || word == "-":
		at.words = append(at.words, word)
		if _, ends := at.command.Annotations[endsFlags]; ends {
			at.literal = true
		}
	case word == "--":
		at.literal = true
	case hasValue:
		at.set(at.find(name), value)
	default:
		at.passFlag(at.find(name))
	}
}

// passFlag takes a flag without a value, which either needs none or has it in
// the next word.
func (at *Place) passFlag(flag *pflag.Flag) {
	if flag != nil && flag.NoOptDefVal != "" {
		at.set(flag, flag.NoOptDefVal)
		return
	}
	at.flag = flag
}

// reach takes the word that is being typed.
func (at *Place) reach(word string) {
	name, value, hasValue := strings.Cut(word, "=")
	at.Typed = word
	switch {
	case at.flag != nil || at.literal || !strings.HasPrefix(word, "-"):
	case hasValue:
		at.flag, at.Before, at.Typed = at.find(name), name+"=", value
		at.naming = at.flag == nil
	default:
		at.naming = true
	}
}

// find finds a flag by its name with the dashes: of several letters behind one
// dash, the last. What stands behind a letter that takes a value is that value.
func (at *Place) find(name string) *pflag.Flag {
	if long, found := strings.CutPrefix(name, "--"); found {
		return at.command.Flags().Lookup(long)
	}
	var flag *pflag.Flag
	for i := 1; i < len(name); i++ {
		flag = at.command.Flags().ShorthandLookup(name[i : i+1])
		switch {
		case flag == nil:
			return nil
		case flag.NoOptDefVal != "":
			at.set(flag, flag.NoOptDefVal)
		case i < len(name)-1:
			at.set(flag, name[i+1:])
			return nil
		}
	}
	return flag
}

func (at *Place) set(flag *pflag.Flag, value string) {
	if flag != nil {
		_ = at.command.Flags().Set(flag.Name, value)
	}
}
