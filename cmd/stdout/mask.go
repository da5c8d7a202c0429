package stdout

import (
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// Mask has the runner of GitHub Actions mask a secret in its log. Such a runner
// shows what a command prints, and masks in it what a line on stdout or stderr
// asked for before; that line it doesn't show. It is the one time that a secret
// is written to stderr.
type Mask struct {
	System  system.System
	Sandbox bool // its secrets are toys: they are masked where they can be
}

// masks reports whether such a runner reads what we write.
func masks(system system.System) bool { return system.Environment("GITHUB_ACTIONS") == "true" }

// Check fails, before anything is sent, where a secret could not be masked.
func (m Mask) Check() error {
	if obstacle := m.Obstacle(); obstacle != "" && !m.Sandbox {
		return unmasked("stderr %s, and there the runner of GitHub Actions is told to mask the secret", obstacle)
	}
	return nil
}

// Mask asks the runner to mask a secret, before it goes to stdout. It bypasses
// all redaction, and writes once, so that nothing comes between.
func (m Mask) Mask(secret secrets.Secret) error {
	if !masks(m.System) {
		return nil
	}
	switch obstacle := m.Obstacle(); {
	case obstacle != "" && m.Sandbox:
		return nil
	case obstacle != "":
		return unmasked("the secret is not shown: stderr %s, and there the runner of GitHub Actions is told to mask it", obstacle)
	}
	if _, err := m.System.Err.WriteString(maskLines(secret)); err != nil && !m.Sandbox {
		return unmasked("the secret is not shown: the runner of GitHub Actions could not be told to mask it: %w", err)
	}
	return nil
}

// Obstacle is why what is written to stderr reaches no runner, "" where it does
// or needn't.
func (m Mask) Obstacle() string {
	if !masks(m.System) {
		return ""
	}
	if at, err := m.System.Err.Stat(); err == nil && at.Mode().IsRegular() {
		return "is a file, which would keep the secret"
	}
	return m.System.Swallows(m.System.Err)
}

func unmasked(format string, why any) error {
	return errs.Errorf(errs.Failed, format, why).
		WithHint("let stderr go to the runner, or send the secret to another place with --to")
}

// maskLines writes one workflow command for each line of a secret. A mask of
// nothing but space would mask the whole log.
func maskLines(secret secrets.Secret) string {
	escape := strings.NewReplacer("%", "%25", "\r", "%0D")
	var text strings.Builder
	for line := range strings.SplitSeq(secret.Reveal(), "\n") {
		if strings.TrimSpace(line) != "" {
			text.WriteString("::add-mask::" + escape.Replace(line) + "\n")
		}
	}
	return text.String()
}
