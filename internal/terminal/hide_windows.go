package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// hideTyping keeps a console window from showing what is typed. What it gives
// lets the window show it again.
func hideTyping(terminal *os.File) (show func(), err error) {
	handle := windows.Handle(terminal.Fd())
	var before uint32
	if err := windows.GetConsoleMode(handle, &before); err != nil {
		return nil, err
	}
	hidden := before&^windows.ENABLE_ECHO_INPUT | windows.ENABLE_LINE_INPUT | windows.ENABLE_PROCESSED_INPUT
	if err := windows.SetConsoleMode(handle, hidden); err != nil {
		return nil, err
	}
	return func() { _ = windows.SetConsoleMode(handle, before) }, nil
}
