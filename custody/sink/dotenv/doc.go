// Package dotenv edits the text of a dotenv file: it adds or replaces the one
// line NAME=VALUE, and leaves every other byte as it is. It reads no file and
// writes none.
//
// Readers of such files differ: a shell, and libraries that know no shell. What
// they would not all read in the same way is refused rather than written. The
// errors are about "it", the file: the caller names it.
package dotenv
