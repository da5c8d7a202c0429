package client

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxAttempts = 4
	firstPause  = 250 * time.Millisecond
	longestWait = time.Hour // of a Retry-After, so that sums can't overflow

	// mostToldToWait bounds how long all answers with 429 together may hold up a
	// client, which is for one command.
	mostToldToWait = 10 * time.Minute
)

// exchange sends a request as often as its effect allows: reads again after
// failures that may pass, changes only after 429 or when they provably never
// left, creates never. What it gives is the last answer or error.
func (c *Client) exchange(b *budget, effect Effect, request Request) (*http.Response, error) {
	for attempt := 1; ; attempt++ {
		response, err := c.paced(b, effect, request)
		pause := firstPause << (attempt - 1)
		if response != nil {
			if wait, ok := retryAfter(response.Header, time.Now()); ok {
				pause = wait
			}
		}
		// Where a limit is known, a wait for its end is no slowness of the
		// console: it is announced, and the timeout doesn't count it.
		refused := response != nil && response.StatusCode == http.StatusTooManyRequests
		limited := refused && pause <= 2*c.dialect.Limit.Period
		tooLong := refused && c.toldToWait+pause > mostToldToWait || !limited && pause >= b.left
		if attempt == maxAttempts || !mayRepeat(effect, response, err) || tooLong {
			return response, err
		}
		if refused {
			c.toldToWait += pause
		}
		if response != nil {
			_ = response.Body.Close()
		}
		if limited && !c.rest(b.ctx, pause) || !limited && !b.wait(pause) {
			return nil, b.cause(err)
		}
	}
}

// paced sends a request once the console's limit has room for it.
func (c *Client) paced(b *budget, effect Effect, request Request) (*http.Response, error) {
	answered, err := c.window.enter(b.ctx, c.rest)
	if err != nil {
		return nil, notSent{err}
	}
	defer answered()
	return c.send(b, effect, request)
}

// cause is why a wait ended early. What was sent before it was refused, or
// never left, or is a read.
func (b *budget) cause(err error) error {
	if err != nil {
		return err
	}
	return notSent{context.Cause(b.ctx)}
}

func mayRepeat(effect Effect, response *http.Response, err error) bool {
	if err != nil {
		var never notSent
		unsent := errors.As(err, &never)
		return passing(err) && (effect == Reads || effect == Changes && unsent)
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		return effect != Creates
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return effect == Reads
	}
	return false
}

// passing reports whether an error of the network may be over soon. A wrong
// certificate, a wrong address, a proxy that says no or nonsense in the protocol
// won't be.
func passing(err error) bool {
	var record tls.RecordHeaderError
	var own *Error
	switch {
	case errors.As(err, &record), errors.As(err, &own), obstacleOf(err).lasting,
		errors.Is(err, errNotLoopback), errors.Is(err, errTimeout):
		return false
	}
	return !strings.Contains(err.Error(), "malformed") && !strings.Contains(err.Error(), "server response headers exceeded")
}

// retryAfter reads how long a console asks to wait: seconds or a date. It is
// never negative and never above an hour.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if strings.Trim(text, "0123456789") == "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > int64(longestWait/time.Second) {
			return longestWait, true // too many digits are too many seconds
		}
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), longestWait), true
}
