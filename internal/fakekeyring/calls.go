package fakekeyring

import (
	"errors"
	"maps"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	root    = dbus.ObjectPath("/org/freedesktop/secrets")
	login   = root + "/collection/login"
	other   = root + "/collection/other"
	usual   = root + "/aliases/default"
	entry   = login + "/1"
	session = root + "/session/1"
	prompt  = root + "/prompt/1"
	none    = dbus.ObjectPath("/")
)

// secret is a value as the service hands it over.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func (s *Service) openSession(_ string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), session, nil
}

func (s *Service) unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !s.locked {
		return paths, none, nil
	}
	s.result, s.pending = paths, func() { s.locked = false }
	return nil, prompt, nil
}

func (s *Service) search(wanted map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.entry == nil || !maps.Equal(s.entry, wanted) {
		return nil, nil
	}
	return []dbus.ObjectPath{entry}, nil
}

func (s *Service) get(_ dbus.ObjectPath) (secret, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	value := s.value
	if s.faults.Gives != nil {
		value = s.faults.Gives
	}
	return secret{session, nil, value, "text/plain"}, nil
}

func (s *Service) create(properties map[string]dbus.Variant, given secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if why := s.faults.Refuses; why != "" {
		return none, none, dbus.MakeFailedError(errors.New(strings.ReplaceAll(why, "SECRET", string(given.Value))))
	}
	attributes, _ := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	return entry, s.ask(func() {
		s.entry, s.value = attributes, given.Value
		if s.faults.Stores != nil {
			s.value = s.faults.Stores
		}
	}), nil
}

func (s *Service) remove() (dbus.ObjectPath, *dbus.Error) {
	return s.ask(func() {
		if !s.faults.Keeps {
			s.entry, s.value = nil, nil
		}
	}), nil
}
