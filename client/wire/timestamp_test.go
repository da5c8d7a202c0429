package wire

import (
	"testing"
	"time"
)

func TestTimesBeyondWhatCanBeWrittenAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"9999-12-31T23:59:59Z"`: "9999-12-31T23:59:59Z", `"9999-12-31T23:59:59+01:00"`: "9999-12-31T22:59:59Z", `"9999-12-31 23:59:59"`: "9999-12-31T23:59:59Z",
		`"9999-12-31T23:59:59-00:01"`: "", `"9999-12-31T23:59:59-23:59"`: "", `"10000-01-01T00:00:00Z"`: "",
	} {
		var at Timestamp
		switch err := at.UnmarshalJSON([]byte(text)); {
		case want == "" && (err == nil || !at.IsZero()):
			t.Errorf("%s: got %s", text, at)
		case want != "" && (err != nil || at.Format(time.RFC3339) != want):
			t.Errorf("%s: got %s, %v", text, at, err)
		}
	}
}
