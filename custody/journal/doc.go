// Package journal is the write-ahead journal of new keys: what was intended is
// on the disk before a create is sent, and the answer, sealed, before anybody
// tries to understand it.
//
// Each create has a file of its own, which only grows: a line that names the
// format, then a line for every record with a checksum before it, then blank
// lines, which are room that is taken on the disk in advance, so that a disk
// that fills up meanwhile still takes the answer. A process that dies leaves its
// file behind. What it was writing last may be torn, and then was never
// written; whatever is torn elsewhere is damage, and refused.
package journal
