package keyring

import (
	"context"
	"io"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestACallThatFailsWhileItLooks(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		ctx  context.Context
		err  error
		want string
	}{
		{t.Context(), io.EOF, "the connection to the keyring broke"},
		{t.Context(), dbus.ErrClosed, "the connection to the keyring broke"},
		{t.Context(), dbus.Error{Name: "org.example.Bad\x1b"}, `the keyring failed: "org.example.Bad\u001b"`},
		{over, context.Canceled, "the keyring's service did not answer within 3s"},
	} {
		if err := failure(test.ctx, test.err); err == nil || err.Error() != test.want {
			t.Errorf("%v: %v, want %s", test.err, err, test.want)
		}
	}
	if err := failure(over, nil); err != nil {
		t.Errorf("no error becomes %v", err)
	}
}
