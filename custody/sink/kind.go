package sink

import "keyctl/custody"

// Kind is one kind of place that a secret can go to.
type Kind struct {
	Name  string
	Place string // what follows the colon, "" for nothing
	What  string // what it is, in one line
	Needs string // what it needs
	Can   string // how it reports what arrived, "" where it doesn't
	// Open makes a sink of the text that follows the colon. It looks at the text
	// only: its errors are for the person who typed it.
	Open func(place string, tools Tools) (custody.Sink, error)

	claim func(place string) claim // what it writes to; nil stands for the text itself
}

// Form gives how a place of this kind is written, like "file:PATH".
func (k Kind) Form() string {
	if k.Place == "" {
		return k.Name
	}
	return k.Name + ":" + k.Place
}

// claimOf gives what a sink of this kind writes to.
func (k Kind) claimOf(place string) claim {
	if k.claim == nil {
		return claim{what: k.Name, where: place}
	}
	return k.claim(place)
}
