package emulator

import "testing"

func TestMembers(t *testing.T) {
	t.Parallel()
	var account, other *Account
	half, alone := testHalf("test", &account), testHalf("alone", &other)
	half.Members = []string{"me", "colleague", "guest"}
	e, err := New(Settings{InMemory: true}, []Half{half, alone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	seen := make(map[string]bool)
	for _, name := range half.Members {
		credential := e.MemberCredential("test", name)
		if got, ok := account.Member(credential); got != name || !ok || !account.IsCredential(credential) || seen[credential] {
			t.Errorf("%s: %q is that of %q, %v", name, credential, got, ok)
		}
		seen[credential] = true
	}
	if e.Credential("test") != e.MemberCredential("test", "me") {
		t.Error("the first member doesn't own the console's credential")
	}
	if name, ok := other.Member(e.Credential("alone")); name != "" || !ok || e.MemberCredential("alone", "") != e.Credential("alone") {
		t.Errorf("without members: got %q, %v", name, ok)
	}
	for what, got := range map[string]string{
		"an unknown member":  e.MemberCredential("test", "stranger"),
		"no name":            e.MemberCredential("test", ""),
		"me, at the other":   e.MemberCredential("alone", "me"),
		"me, at none":        e.MemberCredential("unknown", "me"),
		"nobody, at none":    e.MemberCredential("unknown", ""),
		"an unknown console": e.Credential("unknown"),
	} {
		if got != "" {
			t.Errorf("%s has the credential %q", what, got)
		}
	}
	for _, wrong := range []string{"", "test-", e.Credential("alone"), e.Credential("test")[:10]} {
		if name, ok := account.Member(wrong); name != "" || ok || account.IsCredential(wrong) {
			t.Errorf("%q is taken for the credential of %q", wrong, name)
		}
	}
	if _, ok := other.Member(e.Credential("test")); ok {
		t.Error("one console's credential is another's")
	}
}
