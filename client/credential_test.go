package client

import (
	"strings"
	"testing"

	"keyctl/client/pace"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func TestACredentialOfAnotherOriginIsNotTaken(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{
		"", "https://console.example", "http://console.example:443", "https://console.example:8443", "https://evil.example:443", "https://console.example:443/v1", "https://CONSOLE.example:443",
	} {
		c, err := New(Settings{Dialect: testDialect(), Credential: Credential{Secret: secrets.New(testLogin), Origin: origin}})
		if errs.KindOf(err) != errs.Denied || c != nil || strings.Contains(err.Error(), testLogin) {
			t.Errorf("%s: got %v", origin, err)
		}
	}
	c, err := New(Settings{Dialect: testDialect(), Credential: Credential{Secret: secrets.New(testLogin), Origin: "https://console.example:443"}})
	if err != nil || c.Host() != "console.example" || c.timeout != DefaultTimeout {
		t.Errorf("got %v, %v", c, err)
	}
}

// TestClientsWithOneCredentialShareAWindow at one origin only.
func TestClientsWithOneCredentialShareAWindow(t *testing.T) {
	t.Parallel()
	var windows Windows
	one := Credential{Secret: secrets.New(testLogin), Origin: "https://a:443"}
	same := Credential{Secret: secrets.New(testLogin), Origin: "https://a:443"}
	if windows.For(one, perMinute()) != windows.For(same, perMinute()) {
		t.Error("one credential has two windows")
	}
	for _, other := range []Credential{{Secret: one.Secret, Origin: "https://b:443"}, {Secret: secrets.New(testSecret), Origin: one.Origin}} {
		if windows.For(one, perMinute()) == windows.For(other, perMinute()) {
			t.Errorf("%s shares the window", other.Origin)
		}
	}
	if windows.For(one, pace.Rate{}) != nil {
		t.Error("no limit has a window")
	}
}
