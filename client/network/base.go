package network

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// ParseBase reads the base URL of a console. Only https is taken, or plain
// http to this machine itself; a user, a query or a fragment in it is refused,
// because no base URL has one.
func ParseBase(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	refuse := func(why string) (*url.URL, error) {
		return nil, errs.Errorf(errs.Usage, "the base URL %s %s", safetext.Quote(withoutSecrets(base, text)), why).
			WithHint("give it as https://HOST/PATH, a host with other letters in its xn-- form; plain http is taken for 127.0.0.1, [::1] and localhost only")
	}
	switch {
	case err != nil:
		return refuse("cannot be read")
	case base.User != nil:
		return refuse("has a user in it")
	case base.RawQuery != "" || base.ForceQuery:
		return refuse("has a query in it")
	case base.Fragment != "" || strings.Contains(text, "#"):
		return refuse("has a fragment in it")
	case base.Host == "" || base.Hostname() == "" || base.Opaque != "":
		return refuse("has no host")
	case strings.ContainsFunc(base.Host, func(r rune) bool { return r > '~' || safetext.Hostile(r) }):
		// Unicode folds some letters into ASCII ones, and DNS folds them
		// differently: one origin must not be two hosts.
		return refuse("has a host that is not ASCII")
	case base.Scheme != "https" && base.Scheme != "http":
		return refuse("is not https")
	case base.Scheme == "http" && !IsLoopback(base.Hostname()):
		return refuse("is plain http to another machine")
	case strings.ContainsFunc(base.Path, safetext.Hostile) || strings.Contains(base.Path+"/", "/../") || strings.Contains(base.Path+"/", "/./"):
		return refuse("has a path that cannot be meant")
	}
	base.Path, base.RawPath = strings.TrimRight(base.Path, "/"), ""
	return base, nil
}

// withoutSecrets keeps a password, and a token in the query, out of the error.
func withoutSecrets(base *url.URL, text string) string {
	if base != nil && base.Opaque == "" {
		shown := *base
		shown.User, shown.RawQuery, shown.ForceQuery, shown.Fragment, shown.RawFragment = nil, "", false, "", ""
		text = shown.String()
	}
	at, end := strings.LastIndex(text, "@"), strings.IndexAny(text, "?#")
	switch {
	case at >= 0 && end >= 0, strings.Contains(text, "%40"):
		return "…"
	case at >= 0:
		return "…" + text[at:]
	case end >= 0:
		return text[:end+1] + "…"
	}
	return text
}

// Origin is the scheme, host and port of a URL in one normal form.
func Origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// IsLoopback reports whether a host name or address means this machine:
// 127.0.0.0/8, ::1 or localhost.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
