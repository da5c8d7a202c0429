package client_test

import (
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
)

func TestAQuotaIsAWholeNumberOrUnlimited(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]client.Quota{
		"0": {}, "1": {Limit: 1}, "9223372036854775807": {Limit: 9223372036854775807}, "unlimited": {Unlimited: true},
	} {
		got, err := client.ParseQuota(text)
		if err != nil || *got != want || got.String() != text {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", " ", "-1", "+1", "1.5", "1e3", "1_000", "0x10", "1,000", "100k", "9223372036854775808", "Unlimited", "never", "none", " 1", "1 ", "\x1b[2J",
	} {
		if got, err := client.ParseQuota(text); got != nil || errs.KindOf(err) != errs.Usage {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}
