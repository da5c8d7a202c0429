package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Verb names what a request does to a key, for faults.
type Verb string

// The verbs a fault can be bound to.
const (
	VerbCreate  Verb = "create"
	VerbList    Verb = "list"
	VerbRename  Verb = "rename"
	VerbExpire  Verb = "expire"
	VerbScope   Verb = "scope"
	VerbEnable  Verb = "enable"
	VerbDisable Verb = "disable"
	VerbRevoke  Verb = "revoke"
	VerbDelete  Verb = "delete"
	VerbQuota   Verb = "quota"
	// VerbCheck asks whether a key may be created.
	VerbCheck Verb = "check"
	// VerbVerify tries a key's secret.
	VerbVerify Verb = "verify"
	// VerbUsage asks for statistics.
	VerbUsage Verb = "usage"
)

// Verbs lists every verb a fault can be bound to.
func Verbs() []Verb {
	return []Verb{
		VerbCreate, VerbList, VerbRename, VerbExpire, VerbScope, VerbEnable, VerbDisable, VerbRevoke, VerbDelete,
		VerbQuota, VerbCheck, VerbVerify, VerbUsage,
	}
}

// Fault makes requests fail with a status instead of having their effect.
type Fault struct {
	// Status is the HTTP status of the answer, 400 to 599.
	Status int
	// Verb says which requests fail.
	Verb Verb
	// Times is how many of them fail; 0 means all.
	Times int
}

// ParseFault reads a fault written as STATUS@VERB or STATUS@VERB*N.
func ParseFault(text string) (Fault, error) {
	status, rest, found := strings.Cut(text, "@")
	if !found {
		return Fault{}, fmt.Errorf("fault %q: want STATUS@VERB or STATUS@VERB*N", text)
	}
	fault := Fault{}
	var err error
	if fault.Status, err = parseDigits(status); err != nil || fault.Status < 400 || fault.Status > 599 {
		return Fault{}, fmt.Errorf("fault %q: the status must be a number from 400 to 599", text)
	}
	verb, times, counted := strings.Cut(rest, "*")
	fault.Verb = Verb(verb)
	if !slices.Contains(Verbs(), fault.Verb) {
		return Fault{}, fmt.Errorf("fault %q: unknown verb %q, want one of %v", text, verb, Verbs())
	}
	if !counted {
		return fault, nil
	}
	if fault.Times, err = parseDigits(times); err != nil || fault.Times < 1 {
		return Fault{}, fmt.Errorf("fault %q: the number of times must be at least 1", text)
	}
	return fault, nil
}

// parseDigits accepts digits only, where strconv.Atoi also takes a sign.
func parseDigits(text string) (int, error) {
	number, err := strconv.ParseUint(text, 10, 31)
	return int(number), err
}

// Failure is the error of a request that met a fault.
type Failure struct {
	// Status is the HTTP status to answer with.
	Status int
}

// Error implements error.
func (f *Failure) Error() string { return "the emulator was told to fail this request" }

// Announce adds the headers that go with the failure's status.
func (f *Failure) Announce(header http.Header) {
	if f.Status == http.StatusTooManyRequests || f.Status == http.StatusServiceUnavailable {
		header.Set("Retry-After", "1")
	}
}

// faults hands out the configured faults, in order, until they are used up.
type faults struct {
	mutex sync.Mutex
	left  []Fault
}

// take returns the [Failure] due for a request that does any of the verbs.
func (f *faults) take(verbs ...Verb) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	index := slices.IndexFunc(f.left, func(fault Fault) bool { return slices.Contains(verbs, fault.Verb) })
	if index < 0 {
		return nil
	}
	status := f.left[index].Status
	switch f.left[index].Times {
	case 0:
	case 1:
		f.left = slices.Delete(f.left, index, index+1)
	default:
		f.left[index].Times--
	}
	return &Failure{Status: status}
}
