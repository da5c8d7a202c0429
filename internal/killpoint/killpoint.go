// Package killpoint marks the moments at which a process may die. In a build
// with the tag "killpoints", which only tests make, the process kills itself at
// a chosen one; in any other build a mark is nothing at all.
//
// Such a build reads two variables of its environment: KILLPOINT_AT is the
// number of the point to die at, counted from 1 in the order in which they are
// reached, and KILLPOINT_LOG is a file to which each point's number and name is
// appended before anything else happens.
package killpoint
