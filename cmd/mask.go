package cmd

import (
	"strings"

	"keyctl/client"
)

// A runner of GitHub Actions shows in its log what a command prints, and blacks
// out there what it was told to before: by a line on stdout or stderr, which it
// doesn't show. That is the one time that a secret is written to stderr.

// masks reports whether such a runner reads what we write.
func (a *app) masks() bool { return a.system.Environment("GITHUB_ACTIONS") == "true" }

// canMask fails, before anything is sent, where a secret could not be masked. A
// sandbox's secrets are toys: they are masked where they can be.
func (a *app) canMask() error {
	if obstacle := a.maskObstacle(); obstacle != "" && !a.profile.Sandbox {
		return unmasked("stderr %s, and there the runner of GitHub Actions is told to mask the secret", obstacle)
	}
	return nil
}

// mask tells a runner of GitHub Actions to black out a secret, before that goes
// to stdout. It goes past everything that blacks out secrets itself, and in one
// write, so that nothing comes between.
func (a *app) mask(secret client.Secret) error {
	if !a.masks() {
		return nil
	}
	switch obstacle := a.maskObstacle(); {
	case obstacle != "" && a.profile.Sandbox:
		return nil
	case obstacle != "":
		return unmasked("the secret is not shown: stderr %s, and there the runner of GitHub Actions is told to mask it", obstacle)
	}
	if _, err := a.system.Err.WriteString(maskLines(secret)); err != nil && !a.profile.Sandbox {
		return unmasked("the secret is not shown: the runner of GitHub Actions could not be told to mask it: %w", err)
	}
	return nil
}

// maskObstacle tells why what is written to stderr reaches no runner, "" where
// it does or needn't.
func (a *app) maskObstacle() string {
	if !a.masks() {
		return ""
	}
	if at, err := a.system.Err.Stat(); err == nil && at.Mode().IsRegular() {
		return "is a file, which would keep the secret"
	}
	return a.system.swallows(a.system.Err)
}

func unmasked(format string, why any) error {
	return client.Errorf(client.Failed, format, why).
		WithHint("let stderr go to the runner, or send the secret to another place with --to")
}

// maskLines writes one workflow command for each line of a secret. A mask of
// nothing but space would black out the log.
func maskLines(secret client.Secret) string {
	escape := strings.NewReplacer("%", "%25", "\r", "%0D")
	var text strings.Builder
	for line := range strings.SplitSeq(secret.Reveal(), "\n") {
		if strings.TrimSpace(line) != "" {
			text.WriteString("::add-mask::" + escape.Replace(line) + "\n")
		}
	}
	return text.String()
}
