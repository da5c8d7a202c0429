package cmd

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"keyctl/client"
	"keyctl/config"
	"keyctl/output"
)

// app is one run of the program: what it was given, and what its flags say.
type app struct {
	system   System
	begun    map[string]bool // the entries of the journal that are this command's own
	name     string
	redactor *client.Redactor
	spinner  *spinner
	stderr   io.Writer        // blacks out secrets
	given    *client.Redactor // knows the secret that a command is about
	flags    *pflag.FlagSet

	settings config.Settings
	loaded   bool           // a command has begun
	verb     string         // its name
	shown    output.Options // as the flags say; [app.options] completes it
	debug    bool
	quiet    bool

	// unattended is set while completions are looked for: nobody is asked
	// anything, and no credential command runs.
	unattended bool

	profile config.Profile // once it is chosen
	// together is set for one of several profiles that are asked at once, and is
	// told of its waits for the console's limit.
	together func(pause time.Duration)
	child    *int            // how the command ended that exec ran; nil as long as none did
	everyone bool            // list --everyone
	windows  *client.Windows // what the clients of one credential share
}

func newApp(system System) *app {
	redactor, spinner := &client.Redactor{}, &spinner{out: system.Err}
	return &app{
		system: system, begun: map[string]bool{}, name: programName(system.Args),
		redactor: redactor, spinner: spinner, stderr: redactor.Writer(spinner), given: &client.Redactor{}, windows: &client.Windows{},
	}
}

// load reads flags and environment; it opens nothing.
func (a *app) load() error {
	settings, err := config.Load(a.flags, a.system.Environment)
	a.settings, a.loaded = settings, true
	return err
}

// flag gives the text of a flag, "" when there is no such flag.
func (a *app) flag(name string) string {
	if found := a.flags.Lookup(name); found != nil {
		return found.Value.String()
	}
	return ""
}

// note tells something that is neither data nor an error. Notes are for
// people and logs; -q silences them, and so does JSON.
func (a *app) note(format string, values ...any) {
	if !a.quiet && !a.asJSON() {
		a.urge(format, values...)
	}
}

// warn tells what a person may want to change, and nothing in the data tells.
// -q silences it; beside JSON it is JSON, like an error.
func (a *app) warn(format string, values ...any) {
	if a.quiet || a.unattended {
		return
	}
	_ = output.WriteWarning(a.stderr, a.asJSON(), fmt.Sprintf(format, values...))
}

// urge tells what a person has to know to lose no secret. Nothing silences it,
// neither -q nor JSON: it comes only when something is about to go wrong.
func (a *app) urge(format string, values ...any) {
	_, _ = fmt.Fprintf(a.stderr, format+"\n", values...)
}

// options completes what the flags say about the output with what is known of
// stdout.
func (a *app) options() output.Options {
	options := a.shown
	options.Format = a.settings.Output
	if !a.flags.Changed("output") && (options.JQ != "" || len(options.Columns) > 0) {
		options.Format = "" // a flag says more than the environment's format
	}
	options.Now = time.Now()
	options.Terminal = isTerminal(a.system.Out)
	options.Color = options.Terminal && a.wantsColor()
	if options.Terminal {
		options.Width, _, _ = term.GetSize(int(a.system.Out.Fd()))
	}
	return options
}

// wantsColor follows NO_COLOR, CLICOLOR and TERM, in the way of their authors:
// any value of NO_COLOR but the empty one, CLICOLOR=0, TERM=dumb.
func (a *app) wantsColor() bool {
	environment := a.system.Environment
	return environment("NO_COLOR") == "" && environment("CLICOLOR") != "0" && environment("TERM") != "dumb"
}

// row gives a key together with where it comes from.
func (a *app) row(key client.Key) output.Row {
	return output.Row{Profile: a.profile.Name, Console: a.profile.Console, Key: key}
}

// examples puts the name that the user called into the text of examples.
func (a *app) examples(text string) string {
	return strings.ReplaceAll(text, "keyctl ", a.name+" ")
}

func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }
