// Package secrets keeps secrets from being seen, and knows how much of one may be
// shown: [New] is the one way in, [Secret.Reveal] the one way out.
package secrets
