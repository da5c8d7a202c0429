// Package server brings requests to a handler: over connections that never leave
// the process, later where an answer is delayed, and only those that no web page
// could have sent.
package server
