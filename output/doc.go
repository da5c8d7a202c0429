// Package output turns keys and errors into text: tables, JSON, YAML, CSV and
// the rest, and decides what may reach a terminal.
//
// A list goes row by row through a [List]; a single key through [WriteKey], a
// new one with its secret through [WriteCreated], a failure through
// [WriteError]. Which rows a list holds and in which order, [ParseFilter] and
// [ParseSort] say. [Options.Check] finds every mistake of the user before a
// request is sent.
//
// Hostile characters, those of [safetext.Hostile], never leave this package as
// they came: tables, CSV, names and errors show them escaped, JSON and YAML
// escape them so that a decoder gives back the exact value. Broken UTF-8
// becomes U+FFFD in JSON and YAML, which can't hold it. The one exception is a
// secret that goes into a pipe alone.
package output
