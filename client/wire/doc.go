// Package wire reads what a console answers, within caps of size, depth and
// members: lists as streams, the secret in the answer to a create, the headers that
// tell about limits. It knows no key and no console.
package wire
