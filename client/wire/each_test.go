package wire

import (
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"keyctl/internal/safetext"
)

var errStop = errors.New("enough")

type item struct {
	ID string `json:"id"`
}

func each(body io.Reader, most int) (ids []string, err error) {
	err = Each(body, []string{"keys", "data"}, func(i *item) error {
		if ids = append(ids, i.ID); len(ids) == most {
			return errStop
		}
		return nil
	}, nil)
	return ids, err
}

// Not parallel: what other tests allocate meanwhile would count as its own.
func TestAListIsReadWhileItArrives(t *testing.T) {
	const many = 200_000
	reader, writer := io.Pipe()
	var written atomic.Int64
	go func() {
		const lot = 50
		some := strings.Repeat(`{"id":"k","name":"`+strings.Repeat("x", 80)+`"},`, lot)
		_, _ = io.WriteString(writer, "[")
		for range many / lot {
			_, _ = io.WriteString(writer, some)
			written.Add(lot)
		}
		_, _ = io.WriteString(writer, `{"id":"last"}]`)
		_ = writer.Close()
	}()
	var before, after runtime.MemStats
	count, ahead, most := int64(0), int64(0), uint64(0)
	err := Each(reader, nil, func(*item) error {
		if count == 0 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
		if count++; count%50_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapInuse)
		}
		ahead = max(ahead, written.Load()-count)
		return nil
	}, nil)
	if err != nil || count != many+1 {
		t.Errorf("got %d, %v", count, err)
	}
	if ahead > 2000 {
		t.Errorf("%d items were waiting to come out", ahead)
	}
	if most > before.HeapInuse+16<<20 {
		t.Errorf("the heap grew from %d to %d", before.HeapInuse, most)
	}
}

func TestWhoeverHasEnoughOfAListEndsIt(t *testing.T) {
	t.Parallel()
	ids, err := each(strings.NewReader(`[{"id":"a"},{"id":"b"},nonsense`), 2)
	if !errors.Is(err, errStop) || len(ids) != 2 {
		t.Errorf("got %v, %v", ids, err)
	}
}

func TestHalfAListIsNeverTheWhole(t *testing.T) {
	t.Parallel()
	whole := `{"total":2,"keys":[{"id":"a"},{"id":"b \"]}\\"}],"more":{"x":[1,2]}}`
	if ids, err := each(strings.NewReader(whole), 0); err != nil || len(ids) != 2 {
		t.Fatalf("got %v, %v", ids, err)
	}
	for end := range len(whole) {
		if ids, err := each(strings.NewReader(whole[:end]), 0); err == nil {
			t.Errorf("%s was taken for the whole: %v", whole[:end], ids)
		}
	}
	for _, behind := range []string{"x", "{}", "[]", "]", "}", "0", `""`, "null", ","} {
		if ids, err := each(strings.NewReader(whole+behind), 0); err == nil {
			t.Errorf("%q behind its end was overlooked: %v", behind, ids)
		}
	}
}

func TestAListIsBounded(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, text := range map[string]string{
		"an item":      `[{"id":"` + long(2<<20) + `"}]`,
		"a member":     `{"other":"` + long(2<<20) + `","keys":[]}`,
		"a name":       `{"` + long(2<<20) + `":1,"keys":[]}`,
		"spaces":       strings.Repeat(" ", 2<<20) + `[]`,
		"inner spaces": `[` + strings.Repeat(" ", 2<<20) + `]`,
		"a tail":       `[]` + strings.Repeat(" ", 2<<20),
		"a number":     `[` + strings.Repeat("1", 2<<20) + `]`,
	} {
		if _, err := each(strings.NewReader(text), 0); !errors.Is(err, errLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if ids, err := each(strings.NewReader(`[{"id":"`+long(900<<10)+`"},{"id":"`+long(900<<10)+`"}]`), 0); err != nil || len(ids) != 2 {
		t.Errorf("two large items: %d, %v", len(ids), err)
	}
	nested := func(depth int) string { return strings.Repeat(`[`, depth) + strings.Repeat(`]`, depth) }
	for depth, want := range map[int]bool{60: true, 63: false, 100_000: false} {
		_, err := each(strings.NewReader(`{"a":`+nested(depth)+`,"keys":[]}`), 0)
		if (err == nil) != want && want || !want && depth > 63 && !errors.Is(err, errDeep) {
			t.Errorf("depth %d: got %v", depth, err)
		}
	}
	if _, err := each(strings.NewReader(`{"a":"`+strings.Repeat("[", 1000)+`\"[[","keys":[]}`), 0); err != nil {
		t.Errorf("brackets in a text: %v", err)
	}
}

func TestErrorsQuoteNothingOfAnAnswer(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`[{"id":` + answerSecret + `}]`, `{"keys":"` + answerSecret + `"}`, `[{"id":["` + answerSecret + `"]}]`, `"` + answerSecret + `"`, `[] ` + answerSecret,
		answerSecret, `[{"id":"` + answerSecret + "\x01" + `"}]`,
	} {
		if _, err := each(strings.NewReader(text), 0); err == nil || strings.Contains(err.Error(), answerSecret[:8]) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestAFailingReaderFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, text := range []string{"", "[", `[{"id":"a"},`, `[]`} {
		if _, err := each(io.MultiReader(strings.NewReader(text), errorReader{broken}), 0); !errors.Is(err, broken) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

type errorReader struct{ error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.error }

func TestAnAnswerWithoutAListIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	for text, missing := range map[string]bool{
		`{}`: true, `{"other":[1]}`: true, `{"keys":null}`: true, `{"keys":null,"page":{"total":1}}`: true,
		`{"keys":[]}`: false, `{"keys":7}`: false, `{"keys":null,"data":[]}`: false, `{"keys":null,"keys":null}`: false,
		`{"keys":null`: false, `{"keys":null}}`: false, `{}{}`: false, `{} x`: false, `null`: false,
	} {
		if _, err := each(strings.NewReader(text), 0); errors.Is(err, ErrNoList) != missing {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func FuzzEach(f *testing.F) {
	for _, seed := range []string{`[{"id":"a"}]`, `{"keys":[{"id":"a"}],"next":"2"}`, `{"data":[],"keys":[]}`, `[{"id":"a"}`, `<html>`, strings.Repeat("[", 70)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids, err := each(strings.NewReader(text), 0)
		if err != nil {
			if safetext.Printable(err.Error()) != err.Error() {
				t.Errorf("%q: the error is %q", text, err)
			}
			return
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%q is not JSON, and gave %v", text, ids)
		}
	})
}
