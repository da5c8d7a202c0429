package wire

// Found is what stands in the answer to a create that may be cut short or broken:
// a secret, and the record of its key.
type Found struct {
	Secret  string // "" when there is none, or Several that may be it
	Several bool

	ID     string
	Record []byte // whole; nil when its end is missing
	Sure   bool   // the record is beyond doubt that of the secret
}

// FindSecret looks for a secret, which begins with prefix or stands under one of the
// names, and for the record of its key. What can be found is given together with an error.
func FindSecret(raw []byte, prefix string, names []string) (Found, error) {
	walk := newWalk(raw)
	err := malformed(walk.value("", 0))
	var found Found
	found.Secret, found.Several = walk.secret(prefix, names)
	record, sure := walk.record(found.Secret)
	if record != nil {
		found.ID, found.Record, found.Sure = record.id, record.whole, sure
	}
	return found, err
}
