package cmd_test

import (
	"strings"
	"testing"
)

// A credential that begins like another console's secrets stays here.
func TestTheCredentialOfAnotherConsoleIsNotSent(t *testing.T) {
	t.Parallel()
	secrets := map[string]string{
		"huddle01": "mk_" + strings.Repeat("7", 64), "hostupcloud": "huc_" + strings.Repeat("7", 64),
		"drun": "sk-" + strings.Repeat("7", 45), "remotegpu": "rgpu_" + strings.Repeat("7", 64), "": "session_" + strings.Repeat("7", 32),
	}
	for name := range secrets {
		if name == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, name, nil)
			for origin, secret := range secrets {
				c.forget()
				p := p.with("KEYCTL_API_KEY=" + secret)
				listed := p.run("list")
				login := p.run("login", "-p", "new", "--console", name, "--base-url", c.base, "--keyring", "none")
				if origin == "" || origin == name {
					if c.count("") != 2 {
						t.Errorf("of %q: %d requests; %s%s", origin, c.count(""), listed.stderr, login.stderr)
					}
					continue
				}
				listed.is(t, "list", 2, "list: the credential begins like a secret of "+origin+", and was not sent to "+name+"\nhint: "+name+" takes ")
				login.is(t, "login", 2, "begins like a secret of "+origin)
				if c.count("") != 0 || strings.Contains(listed.stderr+login.stderr, secret) {
					t.Errorf("of %s: %v was sent, told %s", origin, c.requests(), listed.stderr)
				}
			}
		})
	}
}
