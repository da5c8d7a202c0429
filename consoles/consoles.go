// Package consoles lists the consoles. Each one is a folder with everything
// known about it: a dialect, which the client speaks, and a server half, which
// the emulator serves. Adding a console is a folder and a line here.
package consoles

import (
	"keyctl/client"
	"keyctl/consoles/drun"
	drunemulator "keyctl/consoles/drun/emulator"
	"keyctl/consoles/hostupcloud"
	hostupcloudemulator "keyctl/consoles/hostupcloud/emulator"
	"keyctl/consoles/huddle01"
	huddle01emulator "keyctl/consoles/huddle01/emulator"
	"keyctl/consoles/remotegpu"
	remotegpuemulator "keyctl/consoles/remotegpu/emulator"
	"keyctl/emulator"
)

// Console is one console. Both parts are made when they are needed.
type Console struct {
	Name    string
	Dialect func() client.Dialect
	Half    func() emulator.Half
}

// All lists the consoles by name.
func All() []Console {
	return []Console{
		{"drun", drun.New, drunemulator.Half},
		{"hostupcloud", hostupcloud.New, hostupcloudemulator.Half},
		{"huddle01", huddle01.New, huddle01emulator.Half},
		{"remotegpu", remotegpu.New, remotegpuemulator.Half},
	}
}

// Find gives the console of a name.
func Find(name string) (Console, bool) {
	for _, console := range All() {
		if console.Name == name {
			return console, true
		}
	}
	return Console{}, false
}

// Names lists the consoles' names.
func Names() []string {
	var names []string
	for _, console := range All() {
		names = append(names, console.Name)
	}
	return names
}

// Halves gives the server halves of all consoles.
func Halves() []emulator.Half {
	var halves []emulator.Half
	for _, console := range All() {
		halves = append(halves, console.Half())
	}
	return halves
}
