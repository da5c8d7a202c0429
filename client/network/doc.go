// Package network is the way to a console: base URLs, TLS and its authorities,
// proxies, and what keeps a request from its answer, in words. A redirect is never
// followed, and plain http never leaves this machine.
package network
