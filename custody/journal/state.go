package journal

// State is what an entry says.
type State struct {
	ID string // of the entry
	Intent
	Key       string   // the receipt: the id that the console answered to this create, "" for none
	Delivered []string // the sinks that have the secret
	Answered  bool     // the console's answer came
	Status    int      // of that answer, 0 for unknown
	Unclaimed bool     // the answer was understood, and gave no receipt

	sealed []byte
}

// Sealed reports whether the entry keeps the console's answer.
func (s State) Sealed() bool { return len(s.sealed) > 0 }

// apply takes what a record says.
func (s *State) apply(r record) error {
	if r.Status != 0 {
		s.Status = r.Status
	}
	switch {
	case r.Intent != nil:
		if s.Console != "" {
			return ErrDamaged
		}
		s.Intent = *r.Intent
	case s.Console == "":
		return ErrDamaged // nothing comes before the intent
	case r.Sealed != nil:
		s.sealed, s.Answered = r.Sealed, true
	case r.Answered:
		s.Answered = true
	case r.Key != "":
		s.Key = r.Key
	case r.Unclaimed:
		s.Unclaimed = true
	case r.Delivered != "":
		s.Delivered = append(s.Delivered, r.Delivered)
	default:
		return ErrDamaged
	}
	return nil
}
