package doctor

import (
	"context"
	"time"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/wire"
	"keyctl/internal/errs"
)

// console reads the list once, which tells the rest.
func (d *diagnosis) console(ctx context.Context, acct *account.Account) {
	keys, since := 0, time.Now()
	var failure error
	for _, err := range acct.List(ctx) {
		if failure = err; err == nil {
			keys++
		}
	}
	took := time.Since(since).Round(time.Millisecond)
	answered, ok := acct.Answered()
	switch {
	case !ok:
		d.failed("reachability", statusWrong, failure)
		d.skipped("the console did not answer", "access", "clock", "rate limit")
		return
	case errs.KindOf(failure) == errs.Unreachable:
		d.failed("reachability", statusWrong, failure)
		d.skipped("the answer cannot be used", "access")
	case failure != nil:
		d.found("reachability", statusOK, "", "%s answers", acct.Place())
		d.failed("access", statusWrong, failure)
	default:
		d.found("reachability", statusOK, "", "%s answered within %s", acct.Place(), took)
		d.found("access", statusOK, "", "the credential works; keys: %d", keys)
	}
	d.clock(answered)
	d.rateLimit(answered, acct.Dialect())
}

// What a clock may be wrong by: expiries are told in days, and certificates
// fail by the hour.
const (
	clockWarning = 30 * time.Second
	clockWrong   = 5 * time.Minute
)

func (d *diagnosis) clock(answered wire.Answered) {
	if answered.Date.IsZero() {
		d.found("clock", statusSkipped, "", "the console told no time")
		return
	}
	off := answered.Arrived.Sub(answered.Date).Truncate(time.Second)
	const mend = "set this machine's clock, as with `timedatectl set-ntp true`"
	switch {
	case off.Abs() > clockWrong:
		d.found("clock", statusWrong, mend, "it is %s off the console's", off.Abs())
	case off.Abs() > clockWarning:
		d.found("clock", statusWarning, mend, "it is %s off the console's", off.Abs())
	default:
		d.found("clock", statusOK, "", "it agrees with the console's")
	}
}

func (d *diagnosis) rateLimit(answered wire.Answered, dialect client.Dialect) {
	switch {
	case answered.Remaining < 0 && dialect.Limit.Requests > 0:
		d.found("rate limit", statusSkipped, "", "the console tells none; it takes %s", dialect.Limit)
	case answered.Remaining < 0:
		d.found("rate limit", statusSkipped, "", "the console tells none")
	case answered.Remaining == 0 && !answered.Reset.IsZero():
		d.found("rate limit", statusWarning, "wait until "+answered.Reset.Format(time.RFC3339), "no request is left")
	case answered.Remaining == 0:
		d.found("rate limit", statusWarning, "wait before the next command", "no request is left")
	case answered.Limit > 0:
		d.found("rate limit", statusOK, "", "requests left: %d of %d", answered.Remaining, answered.Limit)
	default:
		d.found("rate limit", statusOK, "", "requests left: %d", answered.Remaining)
	}
}
