// Package command brings a secret to a command, on its stdin: it splits the words
// as a shell does, finds the program, runs it, makes sure that it read all of the
// secret, and passes on what it printed, with the secret blacked out.
package command
