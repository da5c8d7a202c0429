// Package safetext makes foreign text safe to show: what a console or a file
// holds moves no cursor, forges no row and reorders no text.
package safetext
