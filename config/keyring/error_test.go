package keyring

import (
	"errors"
	"io/fs"
	"testing"

	keyring "github.com/zalando/go-keyring"

	"keyctl/internal/errs"
)

func TestWhatTheUserIsTold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err    error
		locked bool
		want   string
	}{
		{keyring.ErrNotFound, true, `the keyring has nothing for "work"`},
		{keyring.ErrSetDataTooBig, false, "the secret is too long for a keyring"},
		{keyring.ErrUnsupportedPlatform, false, "there is no keyring on this system"},
		{errors.New("exit status 36"), false, `the keyring failed: "exit status 36"`},
		{errors.New("failed to unlock"), true, "the keyring stayed locked: its prompt was dismissed, or could not be shown"},
		{stillThereError(usualService, "work"), true, `the keyring still has a secret for "work", though it said it was deleted`},
	} {
		err := explain(test.err, "work", test.locked)
		told, ok := errors.AsType[*errs.Error](err)
		if !ok || told.What != test.want || told.Kind != errs.Denied || told.Hint == "" {
			t.Errorf("%v: %#v, want %s", test.err, told, test.want)
		}
		if missing := errors.Is(err, fs.ErrNotExist); missing != errors.Is(test.err, keyring.ErrNotFound) {
			t.Errorf("%v: is fs.ErrNotExist: %t", test.err, missing)
		}
	}
	if err := explain(nil, "work", true); err != nil {
		t.Errorf("no error becomes %v", err)
	}
}
