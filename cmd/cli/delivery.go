package cli

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"keyctl/cmd/stdout"
	"keyctl/config"
	"keyctl/custody"
	"keyctl/custody/sink"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/system"
	"keyctl/output"
	"keyctl/output/plain"
)

// Delivery is where a new secret goes.
type Delivery struct {
	Sinks []custody.Sink
	Shown bool // stdout is one of them
}

// AddDeliveryFlags adds what every command takes that delivers a secret.
func AddDeliveryFlags(flags *pflag.FlagSet, to *[]string, force *bool) {
	flags.StringArrayVar(to, "to", nil, "where the secret goes: stdout, file:PATH, env:PATH#NAME, keyring:NAME or 'exec:COMMAND ARG…'; repeatable")
	flags.BoolVar(force, "force", false, "replace a file, or an entry of the keyring, that is there already")
}

// DeliveryTo reads the words of --to; without any the secret goes to stdout.
func DeliveryTo(r *Run, options output.Options, words []string, force bool) (Delivery, error) {
	shows := stdout.Sink{System: r.System, Notes: r.Notes, Options: options, Patience: system.DrainTime}
	if len(words) == 0 {
		return Delivery{[]custody.Sink{shows}, true}, nil
	}
	opener := r.Opener()
	sinks, err := sink.ParseAll(words, sink.Tools{
		Stdout: shows, Force: force, Keyring: opener.SecretKeyring(),
		Environment: os.Environ(), Stderr: opener.CommandStderr("command of exec:"), Terminal: r.Terminal.CanAsk(), Warn: r.Warn,
	})
	delivery := Delivery{Sinks: sinks}
	for _, one := range sinks {
		_, isStdout := one.(stdout.Sink)
		delivery.Shown = delivery.Shown || isStdout
	}
	return delivery, err
}

// For is the delivery of a key of a profile, which stdout shows with the key.
func (d Delivery) For(profile config.Profile) Delivery {
	sinks := make([]custody.Sink, len(d.Sinks))
	for i, one := range d.Sinks {
		if shows, isStdout := one.(stdout.Sink); isStdout {
			shows.Profile = profile
			one = shows
		}
		sinks[i] = one
	}
	return Delivery{sinks, d.Shown}
}

// Names gives the sinks for a person.
func (d Delivery) Names() string {
	var names []string
	for _, one := range d.Sinks {
		names = append(names, one.Name())
	}
	return safetext.Printable(strings.Join(names, ", "))
}

// CheckFormat refuses a format that can't hold what it has to, before anything is
// sent.
func CheckFormat(r *Run, options output.Options, delivery Delivery) error {
	purpose := output.ForKey
	if delivery.Shown {
		purpose = output.ForCreated
	}
	if !delivery.Shown && options.Format == "secret" {
		return errs.Errorf(errs.Usage, "the output format \"secret\" is the secret, and with --to elsewhere no output holds it").WithHint("leave -o secret out, or add --to stdout")
	}
	err := options.Check(purpose)
	if failure, ok := errors.AsType[*errs.Error](err); ok && options.Format != "" && !r.Flags.Changed("output") {
		return failure.Adding(", for which KEYCTL_OUTPUT asks")
	}
	return err
}

// ShowDelivered shows a key whose secret went elsewhere.
func ShowDelivered(r *Run, options output.Options, row output.Row, delivery Delivery) error {
	for _, one := range delivery.Sinks {
		r.Note("the secret arrived at %s", safetext.Printable(one.Name()))
	}
	return plain.Quietly(output.WriteKey(r.Out, options, row))
}

// WaitsForAnswer says, once a signal comes, what the command still waits for.
func WaitsForAnswer(ctx context.Context, r *Run, bound string) (done func()) {
	stop := context.AfterFunc(ctx, func() {
		r.Alert("waiting until the new secret is safe, %s; once more to leave without it, and `%s` tells what became of it", bound, r.Command("recover"))
	})
	return func() { stop() }
}
