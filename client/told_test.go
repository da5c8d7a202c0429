package client

import "testing"

func TestAFailureIsToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"error":"x"}`: "x", `{"detail":"x"}`: "x", `{"error":{"message":"x"}}`: "x", `{"error":"","message":"x"}`: "x",
		`{"error":400,"message":"x"}`: "x", `{"error":{"code":1}}`: "", `["x"]`: "", `"x"`: "", ``: "", `<html>`: "", `{"message":["x"]}`: "",
		`{"error":"x"`: "", `{"error":null,"detail":{"message":"x"}}`: "x", `{"error":true}`: "",
	} {
		if got := ReadFailure(400, []byte(text)); got.Message != want || got.Kind != 0 || got.Hint != "" {
			t.Errorf("%s: got %+v, want %q", text, got, want)
		}
	}
}
