package client

import "net/http"

// AsBearer is the Authorize of a console that takes its credential as
// Authorization: Bearer.
func AsBearer(header http.Header, secret Secret) {
	Header{Name: "Authorization", Before: "Bearer "}.authorize(header, secret)
}

// InHeader gives the Authorize of a console that takes its credential, and
// nothing around it, in a header of its own.
func InHeader(name string) func(http.Header, Secret) { return Header{Name: name}.authorize }
