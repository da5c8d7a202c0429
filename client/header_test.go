package client

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/secrets"
)

func TestACredentialStandsInOneHeader(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		authorize func(http.Header, secrets.Secret)
		want      http.Header
	}{
		"bearer":           {AsBearer, http.Header{"Authorization": {"Bearer " + testSecret}}},
		"its own":          {InHeader("X-API-Key"), http.Header{"X-Api-Key": {testSecret}}},
		"in small letters": {InHeader("x-api-key"), http.Header{"X-Api-Key": {testSecret}}},
	} {
		header := http.Header{}
		test.authorize(header, secrets.New("another"))
		test.authorize(header, secrets.New(testSecret))
		if diff := cmp.Diff(test.want, header); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
