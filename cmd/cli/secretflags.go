package cli

import (
	"github.com/spf13/pflag"

	"keyctl/internal/errs"
	"keyctl/internal/redact"
	"keyctl/internal/secrets"
)

// swallowed is the value of a flag that shouldn't exist: it takes whatever
// it is given without a word, and remembers only that it was given.
type swallowed struct{ redactor *redact.Redactor }

func (s swallowed) Set(text string) error { s.redactor.Register(secrets.New(text)); return nil }
func (s swallowed) String() string        { return "" }
func (s swallowed) Type() string          { return "string" }

// secretFlags are the flags that people would try.
func secretFlags() []string {
	return []string{"key", "api-key", "token", "secret", "password", "credential"}
}

// RefuseSecretFlags hides flags that take a secret, so that giving one ends
// with advice, not with an error that repeats it.
func RefuseSecretFlags(r *Run, flags *pflag.FlagSet) {
	for _, name := range secretFlags() {
		flags.Var(swallowed{r.Redactor}, name, "")
		_ = flags.MarkHidden(name)
	}
}

// NoSecretFlags refuses a secret that was given as a flag's value.
func NoSecretFlags(flags *pflag.FlagSet, advice string) error {
	for _, name := range secretFlags() {
		if flags.Changed(name) {
			return errs.Errorf(errs.Usage, "there is no --%s: nothing secret is ever given as a flag's value", name).WithHint("%s", advice)
		}
	}
	return nil
}
