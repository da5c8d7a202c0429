package fakekeyring

import "github.com/godbus/dbus/v5"

// export answers the calls that go-keyring makes. The collection can be reached
// by the path that faults leave it.
func (s *Service) export() error {
	collection := login
	if s.faults.Renamed {
		collection = usual
	}
	tables := []struct {
		path  dbus.ObjectPath
		of    string
		calls map[string]any
	}{
		{root, "org.freedesktop.DBus.Properties", map[string]any{"Get": s.collections}},
		{root, "org.freedesktop.Secret.Service", map[string]any{"OpenSession": s.openSession, "Unlock": s.unlock, "ReadAlias": s.alias}},
		{collection, "org.freedesktop.DBus.Properties", map[string]any{"Get": s.isLocked}},
		{collection, "org.freedesktop.Secret.Collection", map[string]any{"SearchItems": s.search, "CreateItem": s.create}},
		{entry, "org.freedesktop.Secret.Item", map[string]any{"GetSecret": s.get, "Delete": s.remove}},
		{session, "org.freedesktop.Secret.Session", map[string]any{"Close": func() *dbus.Error { return nil }}},
		{prompt, "org.freedesktop.Secret.Prompt", map[string]any{"Prompt": s.show}},
	}
	for _, t := range tables {
		if err := s.bus.ExportMethodTable(t.calls, t.path, t.of); err != nil {
			return err
		}
	}
	return nil
}

// estrange makes a call unknown that godbus answers by itself.
func (s *Service) estrange(message *dbus.Message) {
	if s.faults.Strange && message.Headers[dbus.FieldMember].Value() == "Ping" {
		message.Headers[dbus.FieldInterface] = dbus.MakeVariant("org.example.Strange")
	}
}

func (s *Service) collections(_, _ string) (dbus.Variant, *dbus.Error) {
	switch {
	case s.faults.Mute:
		return dbus.MakeVariant("none of your business"), nil
	case s.faults.Renamed:
		return dbus.MakeVariant([]dbus.ObjectPath{other}), nil
	}
	return dbus.MakeVariant([]dbus.ObjectPath{login}), nil
}

func (s *Service) alias(_ string) (dbus.ObjectPath, *dbus.Error) { return other, nil }

func (s *Service) isLocked(_, _ string) (dbus.Variant, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return dbus.MakeVariant(s.locked), nil
}
