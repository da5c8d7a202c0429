// Package client is the domain of keyctl and the one way to talk to a console.
//
// It knows keys, scopes, secrets, drafts and errors, and how to send a request
// so that a create is sent once, a read is retried within its deadline, a
// credential goes to no other origin, and no answer can be larger or deeper
// than its cap. It knows no console: what a console speaks is a [Dialect], a
// value made elsewhere.
package client
