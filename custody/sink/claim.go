package sink

// claim is what a sink writes to, so that two sinks with the same place are found.
type claim struct {
	what, where string
	part        string // "" is all of it
}

// disputes reports whether two sinks would overwrite each other.
func (c claim) disputes(other claim) bool {
	return c.what == other.what && c.where == other.where && (c.part == other.part || c.part == "" || other.part == "")
}
