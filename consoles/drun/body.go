package drun

import (
	"strconv"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
)

// The requests [spec].
type (
	createBody struct {
		Name       string    `json:"name"`
		ExpireTime time.Time `json:"expireTime,omitzero"`
		quotaBody
	}
	// quotaBody leaves both fields out where nothing was said: what a key gets
	// then is for the console to decide.
	quotaBody struct {
		Quota     string `json:"quota,omitempty"`
		Unlimited *bool  `json:"unlimitedQuota,omitempty"`
	}
	statusBody struct {
		Disabled bool `json:"disabled"`
	}
)

func createBodyOf(draft client.Draft) (createBody, error) {
	quota, err := quotaBodyOf(draft.Quota)
	return createBody{Name: draft.Name, ExpireTime: draft.Expiry.At.UTC(), quotaBody: quota}, err
}

// quotaBodyOf writes a quota; nil is none that was said.
func quotaBodyOf(quota *client.Quota) (quotaBody, error) {
	switch {
	case quota == nil:
		return quotaBody{}, nil
	case quota.Unlimited:
		return quotaBody{Unlimited: new(true)}, nil
	case quota.Limit < 0:
		return quotaBody{}, errs.Errorf(errs.Usage, "a quota of %d is less than nothing", quota.Limit).
			WithHint("give a number from 0 on, or unlimited")
	}
	return quotaBody{Quota: strconv.FormatInt(quota.Limit, 10), Unlimited: new(false)}, nil
}
