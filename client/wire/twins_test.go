package wire

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestAMemberThatComesTwiceIsRefused(t *testing.T) {
	t.Parallel()
	for text, twice := range map[string]bool{
		`{"a":1,"a":2}`: true, `{"allowed":false,"Allowed":true}`: true, `{"a":{"b":1 , "c":[{"B":1,"b"  : 2}]}}`: true, `[{"x":1},{"é":1,"É":2}]`: true,
		`{"a":1,"\u0061":2}`: true, `{"k":1,"` + "\u212a" + `":2}`: true, `{"s":1,"` + "\u017f" + `":2}`: true, `{"":1,"":2}`: true, `{"a":[{}],"b":{"b":1},"B":0}`: true,
		`{"a":"a","b":"a"}`: false, `{"a":1,"b":{"a":1}}`: false, `[{"a":1},{"a":1}]`: false, `["a","a"]`: false, `{"a":"\"a\":","b":[":"]}`: false,
		`{"a_b":1,"ab":1}`: false, `{"a":{},"b":[[],[]],"c":null}`: false, `"a"`: false, ``: false, `{"a`: false, `"`: false, `"a":1,"a":2`: false, `]}{"a":1`: false,
	} {
		err := newTwins().check([]byte(text))
		if twice != (err != nil) || twice && !strings.Contains(err.Error(), "a member twice") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestWhatIsTooDeepOrTooWideIsRefused(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat(`{"a":[`, n/2) + strings.Repeat("]}", n/2) }
	wide := func(n int) string {
		var members []string
		for i := range n {
			members = append(members, fmt.Sprintf(`"m%d":{}`, i))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	for text, says := range map[string]string{deep(maxDepth): "", deep(maxDepth + 2): "too deep", wide(maxMembers): "", wide(maxMembers + 1): "too many members"} {
		err := newTwins().check([]byte(text))
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%d bytes: got %v, want %q", len(text), err, says)
		}
	}
}

func TestAListWithTwinsIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"next":"","keys":[],"Next":"2"}`, `{"page":{"total":2,"total":1},"keys":[]}`, `{"keys":[],"Keys":[]}`,
	} {
		err := Each(strings.NewReader(text), []string{"keys"}, func(*wireKey) error { return nil }, nil)
		if err == nil || !strings.Contains(err.Error(), "a member twice") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func FuzzTwins(f *testing.F) {
	f.Add(`{"a":1,"A":2}`)
	f.Add(`{"a\`)
	f.Fuzz(func(_ *testing.T, text string) { _ = newTwins().check([]byte(text)) })
}

func BenchmarkList(b *testing.B) {
	const key = `{"id":"ak_0123456789abcdef","name":"ci-pipeline-0123","prefix":"tk_4929de1f...","created_at":"2026-04-03T10:00:00Z","revoked_at":null},`
	text := `{"keys":[` + strings.Repeat(key, 10_000) + key[:len(key)-1] + `]}`
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_ = Each(io.Reader(strings.NewReader(text)), []string{"keys"}, func(*wireKey) error { return nil }, nil)
	}
}

// wireKey is a key as a console sends it.
type wireKey struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Prefix    string    `json:"prefix"`
	CreatedAt Timestamp `json:"created_at"`
	RevokedAt Timestamp `json:"revoked_at"`
}
