package consoles_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

// TestAnswersAreReadAsTheDocumentsMeanThem holds the dialects to what people
// read in the answers.
func TestAnswersAreReadAsTheDocumentsMeanThem(t *testing.T) {
	t.Parallel()
	for _, e := range exchanges(t) {
		if e.Reads == nil {
			continue
		}
		t.Run(e.console+"/"+e.File, func(t *testing.T) {
			t.Parallel()
			dialect, err := find(t, e.console).Dialect().With(e.options())
			if err != nil {
				t.Fatal(err)
			}
			action := dialect.Actions[e.Verb]
			text := read(t, e.console, e.File+".response.json")
			var got []map[string]string
			switch e.Verb {
			case client.VerbCreate:
				var created client.Created
				created, err = action.Created([]byte(text))
				got = append(got, told(created.Key))
				got[0]["secret"] = created.Secret.Reveal()
			case client.VerbList:
				_, err = action.Keys(client.Wish{}, strings.NewReader(text), func(key client.Key) bool {
					got = append(got, told(key))
					return true
				})
			default:
				t.Fatalf("nothing is read in the answer to %s", e.Verb)
			}
			if diff := cmp.Diff(e.Reads, got); err != nil || diff != "" {
				t.Errorf("%v (-document +read):\n%s", err, diff)
			}
		})
	}
}

// told are the properties of a key that say something.
func told(key client.Key) map[string]string {
	var scopes []string
	for _, scope := range key.Scopes {
		scopes = append(scopes, string(scope))
	}
	all := map[string]string{
		"id": key.ID, "name": key.Name, "prefix": key.Prefix, "status": string(key.Status), "scopes": strings.Join(scopes, " "),
	}
	for name, at := range map[string]time.Time{
		"created_at": key.CreatedAt, "expires_at": key.ExpiresAt, "last_used_at": key.LastUsedAt, "revoked_at": key.RevokedAt,
	} {
		if !at.IsZero() {
			all[name] = at.Format(time.RFC3339Nano)
		}
	}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}
