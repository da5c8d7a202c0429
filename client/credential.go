package client

import (
	"strings"
	"sync"

	"keyctl/client/pace"
	"keyctl/internal/secrets"
)

// Credential is a secret that signs requests, bound to the one origin
// (scheme://host:port) it may be sent to.
type Credential struct {
	Secret secrets.Secret
	Origin string
}

// Is reports whether a secret is the credential itself, or what a cookie that is
// one holds.
func (c Credential) Is(secret secrets.Secret) bool {
	whole, text := c.Secret.Reveal(), secret.Reveal()
	if text == "" || whole == text {
		return text != ""
	}
	cookie, isCookie := strings.CutPrefix(whole, "cookie:")
	if !isCookie || cookie == text {
		return isCookie
	}
	for pair := range strings.SplitSeq(cookie, ";") {
		pair = strings.TrimSpace(pair)
		_, value, _ := strings.Cut(pair, "=")
		if text == pair || text == value || text == strings.Trim(value, `" `) {
			return true
		}
	}
	return false
}

// Windows hands out one window for each credential at each origin.
type Windows struct {
	mutex   sync.Mutex
	windows []sharedWindow
}

type sharedWindow struct {
	credential Credential
	window     *pace.Window
}

// For gives the window that counts the requests of a credential.
func (w *Windows) For(credential Credential, rate pace.Rate) *pace.Window {
	if rate.Requests <= 0 {
		return nil
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, shared := range w.windows {
		if shared.credential.Origin == credential.Origin && shared.credential.Secret.Equal(credential.Secret) {
			return shared.window
		}
	}
	made := pace.NewWindow(rate)
	w.windows = append(w.windows, sharedWindow{credential, made})
	return made
}
