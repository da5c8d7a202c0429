package realkeyring

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// startBus starts the session's bus. It starts only what service describes,
// and nothing that is installed on the machine.
func (s *Session) startBus(service string) {
	s.t.Helper()
	for _, name := range []string{"run", "data", "config", "services"} {
		if err := os.Mkdir(filepath.Join(s.dir, name), 0o700); err != nil {
			s.t.Fatal(err)
		}
	}
	config := s.write("bus.conf", `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>`+s.Address()+`</listen>
  <auth>EXTERNAL</auth>
  <servicedir>`+filepath.Join(s.dir, "services")+`</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`)
	if service != "" {
		s.write(filepath.Join("services", secrets+".service"), service)
	}
	command := exec.Command(look(s.t, busProgram), "--nofork", "--print-address", "--config-file="+config)
	said, err := command.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.bus = s.begin(command)
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil { // it listens when it tells where
		s.t.Fatalf("the bus doesn't start: %v: %s", err, s.log(busProgram))
	}
}

func (s *Session) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// KillBus ends the bus under everybody who uses it.
func (s *Session) KillBus() { s.bus.kill() }

// StopBus makes the bus hang.
func (s *Session) StopBus() { s.signal(s.bus, stopSignal) }

// connect gives a connection of the test's own.
func (s *Session) connect() *dbus.Conn {
	s.t.Helper()
	bus, err := dbus.Connect(s.Address())
	if err != nil {
		s.t.Fatalf("cannot connect to the session's bus: %v", err)
	}
	return bus
}
