package client

import (
	"strings"
	"testing"
)

func TestAMaskShowsNoMoreThanAList(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("0123456789abcdef", 4)
	for text, want := range map[string]string{
		"mk_" + hex:                       "mk_01234567…",
		"mk_0123456789":                   "…",
		"mk_":                             "…",
		"":                                "…",
		"rgpu_" + hex:                     "rgpu…",
		"eyJhbGciOiJIUzI1NiJ9.e30.abcdef": "eyJh…",
		"short":                           "…",
		"cookie:access_token=" + hex:      "cookie:access_token=…",
		"cookie:" + hex:                   "cook…",
	} {
		if got := Mask(NewSecret(text), "mk_"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	if got := Mask(NewSecret("mk_"+hex), ""); got != "mk_0…" {
		t.Errorf("without a constant beginning: got %s", got)
	}
}
