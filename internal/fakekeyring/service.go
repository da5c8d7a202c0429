// Package fakekeyring is a keyring on a test's own bus that does what real ones
// do only on bad days.
package fakekeyring

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// Ending is how a prompt ends.
type Ending int

// The ways a prompt can end.
const (
	Answered  Ending = iota // as asked for
	Dismissed               // nothing is done, which the service reports as done
	Never                   // nobody answers it
	Nonsense                // with a signal that isn't what was agreed upon
)

// Faults are what a Service does wrong. The zero value is a keyring that works.
type Faults struct {
	Locked  bool   // it prompts before it unlocks
	Asks    bool   // it prompts before it stores and deletes
	Prompt  Ending // how the prompts end
	Mute    bool   // it doesn't tell its collections
	Stores  []byte // what it stores instead of what it is given
	Gives   []byte // what it gives instead of what it has stored
	Keeps   bool   // it deletes nothing
	Refuses string // why it refuses to store; SECRET stands for what it was given
	Renamed bool   // its only collection is the default one, and not called login
	Strange bool   // it doesn't know how to be pinged
}

// Service is a Secret Service with room for one entry.
type Service struct {
	faults   Faults
	bus      *dbus.Conn
	prompted chan struct{}

	mutex   sync.Mutex
	locked  bool
	entry   map[string]string // the attributes, nil if there is none
	value   []byte
	pending func()            // what the prompt is about
	result  []dbus.ObjectPath // what its answer unlocks
	once    sync.Once
}

// Start puts a Service on a bus until the test ends.
func Start(t testing.TB, address string, faults Faults) *Service {
	t.Helper()
	s := &Service{faults: faults, locked: faults.Locked, prompted: make(chan struct{})}
	bus, err := dbus.Connect(address, dbus.WithIncomingInterceptor(s.estrange))
	if err != nil {
		t.Fatalf("cannot connect to the bus: %v", err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	s.bus = bus
	if err := s.export(); err != nil {
		t.Fatal(err)
	}
	reply, err := bus.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the bus has a keyring already: %v %v", reply, err)
	}
	return s
}

// Prompted is closed when the first prompt appears.
func (s *Service) Prompted() <-chan struct{} { return s.prompted }

// Has puts a secret of an account in, as if it had been stored before.
func (s *Service) Has(account, secret string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.entry, s.value = map[string]string{"service": "keyctl", "username": account}, []byte(secret)
}

// Value is what is stored, and whether anything is.
func (s *Service) Value() (secret string, found bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return string(s.value), s.entry != nil
}
