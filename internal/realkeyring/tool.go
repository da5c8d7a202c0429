package realkeyring

import (
	"context"
	"errors"
	"os/exec"
	"strings"
)

// Lookup asks secret-tool, which knows nothing of us, for what is stored for an
// account, and whether there is anything.
func (s *Session) Lookup(account string) (secret string, found bool) {
	s.t.Helper()
	return s.LookupIn("keyctl", account)
}

// LookupIn is Lookup for what is filed under another service than that of
// credentials.
func (s *Session) LookupIn(service, account string) (secret string, found bool) {
	s.t.Helper()
	said, err := s.tool("", "lookup", "--", "service", service, "username", account)
	if refused := (*exec.ExitError)(nil); errors.As(err, &refused) && said == "" && len(refused.Stderr) == 0 {
		return "", false
	}
	if err != nil {
		s.t.Fatalf("cannot look up %q: %v", account, err)
	}
	return said, true
}

// Store lets secret-tool store a secret for an account. More attributes make
// an entry of its own, which a search for the account finds as well.
func (s *Session) Store(account, secret string, attributes ...string) {
	s.t.Helper()
	args := append([]string{"store", "--label=test", "--", "service", "keyctl", "username", account}, attributes...)
	if _, err := s.tool(secret, args...); err != nil {
		s.t.Fatalf("cannot store %q: %v", account, err)
	}
}

func (s *Session) tool(stdin string, args ...string) (string, error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, look(s.t, toolProgram), args...)
	command.Env, command.Dir, command.Stdin = s.environment(), s.dir, strings.NewReader(stdin)
	said, err := command.Output()
	return string(said), err
}
