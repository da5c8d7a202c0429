package client

import (
	"strconv"
	"strings"
)

const unlimited = "unlimited"

// ParseQuota reads a quota as a user writes it: a whole number, or "unlimited".
func ParseQuota(text string) (*Quota, error) {
	if text == unlimited {
		return &Quota{Unlimited: true}, nil
	}
	limit, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strings.Trim(text, "0123456789") != "" {
		return nil, Errorf(Usage, "%s is not a quota", Quote(text)).
			WithHint("use a whole number like 100000, in the console's own unit, or unlimited")
	}
	return &Quota{Limit: limit}, nil
}

// String gives the quota in the words of [ParseQuota].
func (q Quota) String() string {
	if q.Unlimited {
		return unlimited
	}
	return strconv.FormatInt(q.Limit, 10)
}
