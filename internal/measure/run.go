//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// run is one command that is measured.
type run struct {
	name        string
	environment []string
	words       []string
}

// figure is what was measured of a run.
type figure struct {
	name   string
	median time.Duration
	peak   int64 // KiB resident, the largest of all runs; the shell's own for pipelines
}

// alternate runs the commands one after the other, count times, so that a
// change of the machine's load meets them all.
func alternate(count int, runs []run) ([]figure, error) {
	times := make([][]time.Duration, len(runs))
	figures := make([]figure, len(runs))
	for range count {
		for i, run := range runs {
			took, peak, err := run.once()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", run.name, err)
			}
			times[i] = append(times[i], took)
			figures[i].peak = max(figures[i].peak, peak)
		}
	}
	for i := range runs {
		slices.Sort(times[i])
		figures[i].name, figures[i].median = runs[i].name, times[i][count/2]
	}
	return figures, nil
}

func (r run) once() (time.Duration, int64, error) {
	command := exec.Command(r.words[0], r.words[1:]...)
	command.Env = append(os.Environ(), r.environment...)
	command.Stderr = os.Stderr
	started := time.Now()
	if err := command.Run(); err != nil {
		return 0, 0, err
	}
	took := time.Since(started)
	usage, _ := command.ProcessState.SysUsage().(*syscall.Rusage)
	return took, usage.Maxrss, nil
}

func (f figure) print(against figure) {
	fmt.Printf("  %-24s %8.1f ms  peak %6.1f MiB  %.2f x %s (%.1f ms)\n",
		f.name, milliseconds(f.median), float64(f.peak)/1024,
		float64(f.median)/float64(against.median), against.name, milliseconds(against.median))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
