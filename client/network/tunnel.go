package network

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// tunnelRefusal is a proxy that doesn't let through.
type tunnelRefusal struct {
	status   int
	signedIn bool // it was given a user
}

// Error names the status. The words of the proxy are left out: it may repeat
// what it was given.
func (t tunnelRefusal) Error() string {
	return fmt.Sprintf("the proxy answered %s to CONNECT", strings.TrimSpace(fmt.Sprint(t.status, " ", http.StatusText(t.status))))
}

// tunnelAnswered is asked by net/http what the answer of a proxy means.
func tunnelAnswered(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return tunnelRefusal{answer.StatusCode, proxy.User != nil}
}

// obstacle says what a proxy wants.
func (t tunnelRefusal) obstacle() obstacle {
	switch {
	case t.status == http.StatusProxyAuthRequired && t.signedIn:
		return obstacle{"the proxy does not take the user and password it was given (407)", "check both in HTTPS_PROXY; some proxies know only Kerberos or NTLM, which keyctl doesn't speak", true}
	case t.status == http.StatusProxyAuthRequired:
		return obstacle{"the proxy demands a user and a password (407)", "set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT", true}
	case t.status >= 500:
		return obstacle{t.Error(), "the proxy cannot reach it: check the base URL, or try again later", false}
	}
	return obstacle{t.Error(), "ask whoever runs the proxy to let it through; NO_PROXY names hosts that need no proxy", true}
}
