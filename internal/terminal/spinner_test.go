package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

// screen is a writer that many may use at once.
type screen struct {
	mutex sync.Mutex
	shown bytes.Buffer
}

func (s *screen) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.shown.Write(text)
}

// take gives what was shown since the last time.
func (s *screen) take() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	defer s.shown.Reset()
	return s.shown.String()
}

func newSpinner(columns int) (*Spinner, *screen) {
	shown := &screen{}
	s := &Spinner{out: shown}
	s.TurnOn("waiting for console.test", func() int { return columns })
	return s, shown
}

const spun = "\r\x1b[K⠋ waiting for console.test"

func TestAShortWaitWritesNotASingleByte(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		for range 1000 {
			s.Wait(true)
			time.Sleep(spinnerDelay - 1)
			s.Wait(false)
		}
		time.Sleep(time.Hour)
		if got := shown.take(); got != "" {
			t.Errorf("shown is %q", got)
		}
	})
}

func TestALongWaitIsShownAndErased(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		for range 2 {
			s.Wait(true)
			time.Sleep(spinnerDelay)
			synctest.Wait()
			if got := shown.take(); got != spun {
				t.Errorf("first %q", got)
			}
			time.Sleep(spinnerPace)
			synctest.Wait()
			if got := shown.take(); got != strings.Replace(spun, "⠋", "⠙", 1) {
				t.Errorf("then %q", got)
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if got := shown.take(); strings.Count(got, "waiting") != 10 {
				t.Errorf("after a second %q", got)
			}
			s.Wait(false)
			if got := shown.take(); got != spinnerErase {
				t.Errorf("at last %q", got)
			}
			time.Sleep(time.Hour)
			if got := shown.take(); got != "" {
				t.Errorf("afterwards %q", got)
			}
		}
	})
}

func TestWhatIsWrittenInAWaitHasALineOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.Wait(true)
		_, _ = s.Write([]byte("early\n"))
		time.Sleep(spinnerDelay)
		synctest.Wait()
		_, _ = s.Write([]byte("late\n"))
		time.Sleep(spinnerPace)
		synctest.Wait()
		s.Wait(false)
		_, _ = s.Write([]byte("last\n"))
		if got, want := shown.take(), "early\n"+spun+spinnerErase+"late\n"+strings.Replace(spun, "⠋", "⠙", 1)+spinnerErase+"last\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// TestWritersAndWaitsMeet is for the race detector, and for what is left on
// the screen: nothing but what was written.
func TestWritersAndWaitsMeet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() {
				for range 100 {
					time.Sleep(70 * time.Millisecond)
					_, _ = s.Write([]byte("text\n"))
				}
			})
		}
		for range 20 {
			s.Wait(true)
			time.Sleep(spinnerDelay + 300*time.Millisecond)
			s.Wait(false)
		}
		writers.Wait()
		if got := rendered(shown.take()); got != strings.Repeat("text\n", 800) {
			t.Errorf("the screen shows %q", got)
		}
	})
}

// rendered is what a screen shows that knows "\r" and the erasing of a line.
func rendered(text string) string {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		if at := strings.LastIndex(line, spinnerErase); at >= 0 {
			line = line[at+len(spinnerErase):]
		}
		lines.WriteString(line)
	}
	return lines.String()
}

func TestASpinnerThatIsOffShowsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shown := &screen{}
		s := &Spinner{out: shown}
		s.Wait(true)
		time.Sleep(time.Hour)
		_, _ = s.Write([]byte("text\n"))
		s.Wait(false)
		if got := shown.take(); got != "text\n" {
			t.Errorf("shown is %q", got)
		}
	})
}

// TestAnOldTimerDrawsNothing: it may fire just when its wait ends, and run when
// the next has begun.
func TestAnOldTimerDrawsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.draw()
		s.Wait(true)
		s.draw()
		time.Sleep(spinnerDelay - 1)
		s.draw()
		s.Wait(false)
		s.draw()
		if got := shown.take(); got != "" {
			t.Errorf("shown is %q", got)
		}
	})
}

func TestTheLineOfASpinnerNeverWraps(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"a", strings.Repeat("a", 300), strings.Repeat("界", 300), "é.example"} {
		line := "⠋ waiting for " + host
		for _, columns := range []int{-1, 0, 1, 2, 3, 10, 40, 80, 5000} {
			got := fit(line, columns)
			width := utf8.RuneCountInString(got)
			for _, r := range got {
				if r > '~' {
					width++ // it may be a wide one
				}
			}
			limit := columns
			if columns <= 0 {
				limit = 80
			}
			if !strings.HasPrefix(line, got) || !utf8.ValidString(got) || width >= limit && got != "" {
				t.Errorf("%d columns: got %q", columns, got)
			}
			if columns == 5000 && got != line {
				t.Errorf("got %q", got)
			}
		}
	}
}

// TestAWaitCostsNoAllocation, because a list has one for each piece it reads.
func TestAWaitCostsNoAllocation(t *testing.T) {
	s, _ := newSpinner(200)
	if got := testing.AllocsPerRun(1000, func() { s.Wait(true); s.Wait(false) }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func BenchmarkWait(b *testing.B) {
	s, _ := newSpinner(200)
	b.ReportAllocs()
	for b.Loop() {
		s.Wait(true)
		s.Wait(false)
	}
}

// TestAPipeBarsTheSpinner once something went into it: who reads it may be
// writing onto the same terminal.
func TestAPipeBarsTheSpinner(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	s, _ := newSpinner(200)
	stdout := s.Around(writer, false)
	if s.barred {
		t.Error("barred before anything was written")
	}
	if _, err := io.WriteString(stdout, "row\n"); err != nil || !s.barred {
		t.Errorf("barred is %v, %v", s.barred, err)
	}
	_ = writer.Close()
	if _, err := io.WriteString(stdout, "row\n"); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.barred = true
		s.Wait(true)
		time.Sleep(time.Hour)
		s.Wait(false)
		if got := shown.take(); got != "" {
			t.Errorf("shown is %q", got)
		}
	})
}

// TestWaitsThatOverlapAreOne, from the begin of the first to the end of the last.
func TestWaitsThatOverlapAreOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.Wait(true)
		for range 3 {
			time.Sleep(spinnerDelay / 4)
			s.Wait(true)
			s.Wait(false)
		}
		s.Wait(true)
		s.Wait(false)
		time.Sleep(spinnerDelay / 4)
		synctest.Wait()
		if got := shown.take(); got != spun {
			t.Errorf("first %q", got)
		}
		s.Wait(true)
		s.Wait(false)
		if got := shown.take(); got != "" {
			t.Errorf("one still waits, and it shows %q", got)
		}
		s.Wait(false)
		time.Sleep(time.Hour)
		if got := shown.take(); got != spinnerErase {
			t.Errorf("at last %q", got)
		}
	})
}

// TestAQuestionHasItsLineAlone, though others wait meanwhile.
func TestAQuestionHasItsLineAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.Wait(true)
		time.Sleep(spinnerDelay)
		synctest.Wait()
		s.Hush(true)
		_, _ = s.Write([]byte("question: "))
		s.Wait(true)
		s.Wait(false)
		time.Sleep(time.Hour)
		if got, want := shown.take(), spun+spinnerErase+"question: "; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		s.Hush(false)
		time.Sleep(spinnerDelay)
		synctest.Wait()
		if got := shown.take(); got != spun {
			t.Errorf("afterwards %q", got)
		}
		s.Wait(false)
	})
}

// TestARowComesWhileOthersWait: it erases the spinner, which returns unless the
// row has no end yet.
func TestARowComesWhileOthersWait(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		stdout := spinnerAround{writer, s, true}
		s.Wait(true)
		time.Sleep(spinnerDelay)
		synctest.Wait()
		for text, want := range map[string]string{"row\n": spun, "row": ""} {
			_, _ = io.WriteString(stdout, "row\n")
			time.Sleep(spinnerDelay)
			synctest.Wait()
			shown.take()
			_, _ = io.WriteString(stdout, text)
			time.Sleep(spinnerDelay)
			synctest.Wait()
			if got := shown.take(); got != spinnerErase+want {
				t.Errorf("after %q: %q", text, got)
			}
		}
		s.Wait(false)
	})
}

// TestARestHasATextOfItsOwn, and what follows has the ordinary one again.
func TestARestHasATextOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, shown := newSpinner(200)
		s.Rest("waiting 42 s")
		s.Wait(true)
		time.Sleep(spinnerDelay - 1)
		if got := shown.take(); got != "" {
			t.Errorf("at once %q", got)
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		s.Wait(false)
		if got := shown.take(); got != "\r\x1b[K⠋ waiting 42 s"+spinnerErase {
			t.Errorf("resting %q", got)
		}
		s.Wait(true)
		time.Sleep(spinnerDelay)
		synctest.Wait()
		s.Wait(false)
		if got := shown.take(); got != spun+spinnerErase {
			t.Errorf("afterwards %q", got)
		}
	})
}
