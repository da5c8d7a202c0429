// Package pace decides when a request may leave and how long it may take: a window
// holds requests to a console's limit, a budget holds one request to its deadline.
package pace
