// Package identify finds the key that a secret belongs to, by as much of it as the
// console shows, without sending the secret anywhere.
package identify
