package process

import (
	"os"
	"os/exec"
	"time"

	"keyctl/internal/aside"
)

// Await waits for the end of a command, hands the signals on that it didn't get
// itself, and gives its exit code.
func Await(command *exec.Cmd, received <-chan os.Signal) int {
	for early := true; early; { // it has these from nobody else
		select {
		case sig := <-received:
			_ = command.Process.Signal(sig)
		default:
			early = false
		}
	}
	ended := aside.Go(command.Wait)
	var last insistence
	for {
		select {
		case sig := <-received:
			if insists := last.again(sig); insists || !reaches(sig, command.Process.Pid) {
				_ = command.Process.Signal(sig)
			}
		case result := <-ended:
			_ = result.Get()
			return codeOf(command.ProcessState)
		}
	}
}

// insistTime is how soon somebody sends a signal again who sees no effect.
const insistTime = 5 * time.Second

// insistence is the signal that came last.
type insistence struct {
	sig  os.Signal
	when time.Time
}

// again reports whether a signal comes again soon. If it was typed, it was meant
// for the command; if it was sent to us alone, this passes it on.
func (i *insistence) again(sig os.Signal) bool {
	insists := i.sig == sig && time.Since(i.when) < insistTime
	*i = insistence{sig, time.Now()}
	return insists
}
