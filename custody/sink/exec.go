package sink

import (
	"strings"

	"keyctl/custody"
	"keyctl/custody/sink/command"
)

func execKind() Kind {
	return Kind{
		Name:  "exec",
		Place: "COMMAND ARG...",
		What:  "a command that reads the secret from its stdin, like gh, vault, pass, op or kubectl",
		Needs: "a program that can be run, that reads all of its stdin, and exits 0 within a minute",
		Can:   "tells by its exit status",
		Open: func(place string, tools Tools) (custody.Sink, error) {
			words, err := command.Parse(place)
			if err != nil {
				return nil, err
			}
			return command.Command{
				Words: words, Environment: tools.Environment, Stderr: tools.stderr(), Terminal: tools.Terminal,
				Timeout: command.Timeout, Warn: tools.warn,
			}, nil
		},
		claim: func(place string) claim {
			words, _ := command.Parse(place)
			return claim{what: "exec", where: strings.Join(words, "\x00")}
		},
	}
}
