package server

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// Guard refuses what a web page could make a browser send: a request under
// another host's name that was made to resolve to this machine, or one that
// announces where it comes from.
func Guard(next http.Handler, refuse func(w http.ResponseWriter, status int, text string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !isLoopback(r.Host):
			refuse(w, http.StatusForbidden, "the emulator answers only to a loopback host")
		case len(r.Header["Origin"]) > 0:
			refuse(w, http.StatusForbidden, "the emulator does not answer web pages")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func isLoopback(host string) bool {
	name, port, hasPort := cutPort(host)
	if hasPort {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	address, bracketed := strings.CutPrefix(name, "[")
	if bracketed {
		var closed bool
		if address, closed = strings.CutSuffix(address, "]"); !closed {
			return false
		}
	}
	parsed, err := netip.ParseAddr(address)
	return err == nil && parsed.Zone() == "" && !parsed.Is4In6() && parsed.Is4() != bracketed && parsed.IsLoopback()
}

// cutPort splits at the last colon that is not part of an IPv6 address.
func cutPort(host string) (name, port string, found bool) {
	index := strings.LastIndexByte(host, ':')
	if index < 0 || index < strings.LastIndexByte(host, ']') {
		return host, "", false
	}
	return host[:index], host[index+1:], true
}
