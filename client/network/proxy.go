package network

import (
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// ProxyFor tells which proxy stands between here and a base URL, as the
// environment says: its scheme, host and port, never its user or password. It is
// "" when there is none, as always for plain http, which stays on this machine.
func ProxyFor(base string) (string, error) {
	target, err := ParseBase(base)
	if err != nil || target.Scheme != "https" {
		return "", err
	}
	proxy, err := environmentProxy(&http.Request{URL: target})
	if err != nil || proxy == nil {
		return "", err
	}
	return proxy.Scheme + "://" + safetext.Printable(proxy.Host), nil
}

// environmentProxy is http.ProxyFromEnvironment, but where that goes on
// without a proxy because it can't read the address, or reads a part of the password
// as the host, this fails.
func environmentProxy(r *http.Request) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(r)
	switch {
	case err != nil:
		return nil, errProxyAddress()
	case proxy != nil:
		return proxy, checkProxy(proxy)
	case IsLoopback(r.URL.Hostname()):
		return nil, nil
	}
	address := os.Getenv("HTTPS_PROXY")
	if address == "" {
		address = os.Getenv("https_proxy")
	}
	_, err = url.Parse(address)
	if err != nil {
		_, err = url.Parse("http://" + address)
	}
	if err != nil { // it quotes the address
		return nil, errProxyAddress()
	}
	return nil, nil // there is none, or NO_PROXY names the host
}

// checkProxy refuses an address that net/http would misunderstand.
func checkProxy(proxy *url.URL) error {
	known := slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme)
	nameless := proxy.Hostname() == "" || strings.HasSuffix(proxy.Host, ":") // "http:" is what it takes for the host of "http://a b"
	if !known || nameless || strings.Contains(proxy.Path+proxy.RawQuery+proxy.Fragment, "@") {
		return errProxyAddress()
	}
	return nil
}

func errProxyAddress() error {
	return errs.Errorf(errs.Usage, "HTTPS_PROXY holds no address of a proxy that can be used").
		WithHint("write it as http://HOST:PORT; characters of a password such as @ : / # %% have to be written as %%40 %%3A %%2F %%23 %%25")
}
