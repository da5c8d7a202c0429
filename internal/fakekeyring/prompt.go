package fakekeyring

import "github.com/godbus/dbus/v5"

// ask does something at once, or gives the prompt that has to be answered
// first.
func (s *Service) ask(do func()) dbus.ObjectPath {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !s.faults.Asks {
		do()
		return none
	}
	s.pending, s.result = do, nil
	return prompt
}

// show shows the prompt, and ends it in its own way.
func (s *Service) show(_ string) *dbus.Error {
	s.once.Do(func() { close(s.prompted) })
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch s.faults.Prompt {
	case Answered:
		s.pending()
		s.completed(false, dbus.MakeVariant(s.result))
	case Dismissed:
		s.completed(true, dbus.MakeVariant([]dbus.ObjectPath{}))
	case Nonsense:
		s.completed("dismissed", 1)
	case Never:
	}
	return nil
}

func (s *Service) completed(body ...any) {
	_ = s.bus.Emit(prompt, "org.freedesktop.Secret.Prompt.Completed", body...)
}
