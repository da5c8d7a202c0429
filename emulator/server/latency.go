package server

import (
	"net/http"
	"time"
)

// Delay answers later, or not at all once the client is gone.
func Delay(latency time.Duration, next http.Handler) http.Handler {
	if latency <= 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		timer := time.NewTimer(latency)
		defer timer.Stop()
		select {
		case <-timer.C:
			next.ServeHTTP(w, r)
		case <-r.Context().Done():
			// Returning would answer with 200.
			panic(http.ErrAbortHandler)
		}
	})
}
