package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const ownNamespace = "11111111-1111-4111-8111-111111111111"

func testNow() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC) }

// testHalf is a console with every rule, whose handler lists the keys' names.
func testHalf(console string, account **Account) Half {
	return Half{
		Console:       console,
		Path:          "/" + console,
		Rules:         Rules{NameLength: 8, ActiveKeys: 100},
		Namespaces:    []string{ownNamespace},
		NewCredential: func() string { return console + "-" + RandomHex(8) },
		Handler: func(a *Account) http.Handler {
			*account = a
			refuse := func(w http.ResponseWriter, err error) { http.Error(w, err.Error(), http.StatusTeapot) }
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				KeyList{Before: "[", After: "]", Wire: func(k Key) any { return k.Name }, Refuse: refuse}.
					Write(w, a.Keys(r.Context()))
			})
		},
	}
}

func open(t *testing.T, settings Settings) (*Emulator, *Account) {
	t.Helper()
	var account *Account
	e, err := New(settings, []Half{testHalf("test", &account)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, account
}

func inMemory(t *testing.T) *Account {
	t.Helper()
	_, account := open(t, Settings{InMemory: true, Now: testNow})
	return account
}

func draft(name string) Draft {
	return Draft{ID: "id-" + name, Secret: "secret-" + name, Prefix: "sec", Name: name}
}

func create(t *testing.T, account *Account, d Draft) Key {
	t.Helper()
	key, err := account.Create(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// fill makes many keys in one transaction.
func fill(t *testing.T, account *Account, number int) {
	t.Helper()
	err := account.update(t.Context(), func(s shelf, now time.Time) error {
		for i := range number {
			name := fmt.Sprint(i)
			made := record{Key: Key{ID: "id-" + name, Name: name, Created: now}, SecretHash: hashSecret("secret-" + name)}
			if err := s.insert(made); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, account *Account) string {
	t.Helper()
	var all []string
	for key, err := range account.Keys(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, key.Name)
	}
	return strings.Join(all, " ")
}

func get(handler http.Handler, host, path string, header http.Header) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Host = host
	for name, values := range header {
		request.Header[name] = values
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}
