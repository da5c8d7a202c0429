// Package redact blacks out registered secrets, by value and in every form in which
// they may be written, in all that a program writes.
package redact
