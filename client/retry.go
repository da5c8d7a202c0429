package client

import (
	"context"
	"errors"
	"net/http"
	"time"

	"keyctl/client/network"
	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
)

const (
	maxAttempts = 4
	firstPause  = 250 * time.Millisecond

	// mostToldToWait bounds how long all answers with 429 together may hold up a
	// client, which is for one command.
	mostToldToWait = 10 * time.Minute
)

// exchange sends a request as often as its effect allows: reads again after
// failures that may pass, changes only after 429 or when they provably never
// left, creates never. What it gives is the last answer or error.
func (c *Client) exchange(b *pace.Budget, effect Effect, request Request) (*http.Response, error) {
	for attempt := 1; ; attempt++ {
		response, err := c.paced(b, effect, request)
		pause := firstPause << (attempt - 1)
		if response != nil {
			if wait, ok := wire.RetryAfter(response.Header, time.Now()); ok {
				pause = wait
			}
		}
		// Where a limit is known, a wait for its end is no slowness of the
		// console: it is announced, and the timeout doesn't count it.
		refused := response != nil && response.StatusCode == http.StatusTooManyRequests
		limited := refused && pause <= 2*c.dialect.Limit.Period
		tooLong := refused && c.toldToWait+pause > mostToldToWait || !limited && pause >= b.Left()
		if attempt == maxAttempts || !mayRepeat(effect, response, err) || tooLong {
			return response, err
		}
		if refused {
			c.toldToWait += pause
		}
		if response != nil {
			_ = response.Body.Close()
		}
		if limited && !c.rest(b.Context(), pause) || !limited && !b.Wait(pause) {
			return nil, early(b, err)
		}
	}
}

// paced sends a request once the console's limit has room for it.
func (c *Client) paced(b *pace.Budget, effect Effect, request Request) (*http.Response, error) {
	answered, err := c.window.Enter(b.Context(), c.rest)
	if err != nil {
		return nil, network.Unsent(err)
	}
	defer answered()
	return c.send(b, effect, request)
}

func mayRepeat(effect Effect, response *http.Response, err error) bool {
	if err != nil {
		_, unsent := errors.AsType[network.NotSent](err)
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

// rest waits because of a console's limit, and reports whether it could wait
// until the end. No timeout counts the time.
func (c *Client) rest(ctx context.Context, pause time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	c.resting(pause)
	c.waiting(true)
	defer c.waiting(false)
	select {
	case <-time.After(pause):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// passing reports whether a failure may be over soon.
func passing(err error) bool {
	_, own := errors.AsType[*errs.Error](err)
	return !own && !errors.Is(err, pace.ErrTimeout) && network.Passing(err)
}

// early is why a wait ended early. What was sent before it was refused, or never
// left, or is a read.
func early(b *pace.Budget, err error) error {
	if err != nil {
		return err
	}
	return network.Unsent(b.Cause())
}
