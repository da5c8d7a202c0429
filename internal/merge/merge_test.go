package merge

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/aside"
)

// scripted is a source that does what the words say: a number waits so many
// seconds, "hang" until it is told to end, "open" fails to open, "fail" ends
// with a failure, all else is a row.
func scripted(script string) Source[string] {
	return func(ctx context.Context) (iter.Seq2[string, error], error) {
		words := strings.Fields(script)
		for len(words) > 0 && strings.HasPrefix(words[0], "open") {
			if words[0] == "open" {
				return nil, errors.New("not opened")
			}
			pass(ctx, words[0][len("open"):])
			words = words[1:]
		}
		return func(yield func(string, error) bool) {
			for _, word := range words {
				switch {
				case word == "fail":
					yield("", errors.New("failed"))
					return
				case word == "hang":
					<-ctx.Done()
					yield("", context.Cause(ctx))
					return
				case word[0] <= '9':
					pass(ctx, word)
				case !yield(word, nil):
					return
				}
			}
		}, nil
	}
}

// TestAPanicOfASourceReachesTheReceiver: not the runtime, which would print it.
func TestAPanicOfASourceReachesTheReceiver(t *testing.T) {
	t.Parallel()
	opening := func(context.Context) (iter.Seq2[string, error], error) { panic("opening") }
	reading := func(context.Context) (iter.Seq2[string, error], error) {
		return func(yield func(string, error) bool) {
			yield("a", nil)
			panic("reading")
		}, nil
	}
	for want, broken := range map[string]Source[string]{"opening": opening, "reading": reading} {
		caught := aside.Catch(func() {
			written(t.Context(), []Source[string]{scripted("hang"), broken, scripted("a b c")}, 100)
		})
		if caught == nil || caught.Value != want {
			t.Errorf("%s: got %v", want, caught)
		}
	}
}

// pass lets some seconds pass.
func pass(ctx context.Context, seconds string) {
	wait, _ := time.ParseDuration(seconds + "s")
	select {
	case <-time.After(wait):
	case <-ctx.Done():
	}
}

// written gives what merged sources gave, one word each, with the second in which
// it came.
func written(ctx context.Context, sources []Source[string], enough int) string {
	begin, words := time.Now(), []string{}
	for row, err := range Sources(ctx, sources, func(string) int { return 1 }) {
		if failure, ok := errors.AsType[Failure](err); ok {
			row = fmt.Sprintf("%d:%s", failure.Source, map[bool]string{false: "early", true: "midway"}[failure.Midway])
		}
		words = append(words, fmt.Sprintf("%s@%d", row, int(time.Since(begin).Seconds())))
		if len(words) == enough {
			break
		}
	}
	return strings.Join(words, " ")
}

func TestMergedRowsStayTogether(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		sources []string
		want    string
	}{
		"nothing":                         {nil, ""},
		"empty ones":                      {[]string{"", "1", ""}, ""},
		"one":                             {[]string{"a b c"}, "a@0 b@0 c@0"},
		"who is first goes first":         {[]string{"2 a", "1 b 2 b", "3 c"}, "b@1 b@3 a@3 c@3"},
		"an empty one between":            {[]string{"1 a 2 a", "2", "3 c"}, "a@1 a@3 c@3"},
		"a failure before any row":        {[]string{"1 a 2 a", "2 fail", "3 c"}, "a@1 1:early@2 a@3 c@3"},
		"a failure to open":               {[]string{"open", "1 b"}, "0:early@0 b@1"},
		"a failure midway":                {[]string{"1 a 2 a fail", "2 b"}, "a@1 a@3 0:midway@3 b@3"},
		"a failure midway while it waits": {[]string{"1 a 4 a", "2 b fail"}, "a@1 a@5 b@5 1:midway@5"},
		"all fail":                        {[]string{"2 fail", "1 fail", "open"}, "2:early@0 1:early@1 0:early@2"},
		"opened one after the other":      {[]string{"open3 a", "open2 b", "1 c"}, "a@3 b@5 c@6"},
		"read while others are opened":    {[]string{"1 a 1 a", "open9 b"}, "a@1 a@2 b@9"},
	} {
		synctest.Test(t, func(t *testing.T) {
			if got := written(t.Context(), scriptedAll(test.sources...), -1); got != test.want {
				t.Errorf("%s: got %s, want %s", what, got, test.want)
			}
		})
	}
}

func scriptedAll(scripts ...string) []Source[string] {
	var sources []Source[string]
	for _, script := range scripts {
		sources = append(sources, scripted(script))
	}
	return sources
}

// TestASourceThatHangsHoldsUpNobody, not even those for which there is no room
// at first.
func TestASourceThatHangsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sources := scriptedAll("hang", "1 a 1 a", "2 b")
		for range 3 * mostSources {
			sources = append(sources, scripted("1 c"))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		got := strings.Fields(written(ctx, sources, -1))
		if len(got) != 3+3*mostSources+1 || strings.Join(got[len(got)-1:], "") != "0:early@3600" || slices.Contains(got[:len(got)-1], "c@3600") {
			t.Errorf("got %v", got)
		}
	})
}

func TestWhoHasHadEnoughLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		sources []string
		enough  int
		want    string
	}{
		"at the first row":  {[]string{"1 a 9 a", "hang", "2 c fail", "open2 d"}, 1, "a@1"},
		"within another":    {[]string{"1 a 1 a", "hang", "1.5 c c"}, 3, "a@1 a@2 c@2"},
		"at a failure":      {[]string{"1 a 9 a", "2 fail", "hang"}, 2, "a@1 1:early@2"},
		"at one of opening": {[]string{"open", "hang", "b"}, 1, "0:early@0"},
	} {
		synctest.Test(t, func(t *testing.T) {
			begin, running := time.Now(), new(atomic.Int32)
			sources := scriptedAll(test.sources...)
			for i := range sources {
				sources[i] = counted(sources[i], running)
			}
			if got := written(t.Context(), sources, test.enough); got != test.want || time.Since(begin) > 9*time.Second {
				t.Errorf("%s: got %s after %s, want %s", what, got, time.Since(begin), test.want)
			}
			if left := running.Load(); left != 0 {
				t.Errorf("%s: %d sources are still at work", what, left)
			}
		})
	}
}

// counted counts the sources that are at work.
func counted(open Source[string], running *atomic.Int32) Source[string] {
	return func(ctx context.Context) (iter.Seq2[string, error], error) {
		running.Add(1)
		rows, err := open(ctx)
		if err != nil {
			running.Add(-1)
			return nil, err
		}
		return func(yield func(string, error) bool) {
			defer running.Add(-1)
			rows(yield)
		}, nil
	}
}

func TestMergedSourcesEndWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stop := errors.New("stop")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(10*time.Second, func() { cancel(stop) })
		sources := scriptedAll("1 a hang", "1 b hang", "hang")
		for range 2 * mostSources {
			sources = append(sources, scripted("hang"))
		}
		sources = append(sources, func(context.Context) (iter.Seq2[string, error], error) {
			t.Error("opened after the end")
			return nil, stop
		})
		begin, failed := time.Now(), map[int]bool{}
		for _, err := range Sources(ctx, sources, func(string) int { return 1 }) {
			if failure, ok := errors.AsType[Failure](err); ok {
				failed[failure.Source] = errors.Is(err, stop) && failure.Midway == (failure.Source < 2)
			}
		}
		for i := range sources {
			if !failed[i] {
				t.Errorf("source %d did not end with the context", i)
			}
		}
		if took := time.Since(begin); took != 10*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// TestSourcesRunAheadALittle: not more of them at once, and not more rows of
// each, than memory is meant for.
func TestSourcesRunAheadALittle(t *testing.T) {
	t.Parallel()
	for weight, most := range map[int]int{0: mostAhead, 1: mostAhead, 100: 2, 1000: 1} {
		synctest.Test(t, func(t *testing.T) { runAhead(t, weight, most) })
	}
}

func runAhead(t *testing.T, weight, mostWaiting int) {
	const count = 3 * mostSources
	var open, most, made atomic.Int32
	endless := func(context.Context) (iter.Seq2[int, error], error) {
		most.Store(max(most.Load(), open.Add(1)))
		return func(yield func(int, error) bool) {
			defer open.Add(-1)
			for i := range 10 * mostAhead {
				made.Add(1)
				if !yield(i, nil) {
					return
				}
			}
		}, nil
	}
	sources := slices.Repeat([]Source[int]{endless}, count)
	read := int32(0)
	for row, err := range Sources(t.Context(), sources, func(int) int { return weight }) {
		if err != nil || row != int(read)%(10*mostAhead) {
			t.Fatalf("got %d, %v after %d rows", row, err, read)
		}
		if read++; read%(5*mostAhead) == 1 {
			time.Sleep(time.Second) // the others run as far as they can
			if ahead := made.Load() - read; int(ahead) > mostSources*(mostWaiting+1) || int(ahead) < mostWaiting/2 {
				t.Errorf("%d rows of weight %d ahead", ahead, weight)
			}
		}
	}
	if most.Load() != mostSources || read != count*10*mostAhead {
		t.Errorf("%d sources at once, %d rows", most.Load(), read)
	}
}
