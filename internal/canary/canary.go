// Package canary finds planted secrets where they must not be, for tests: in
// texts, in folders, and in what the system tells of processes. It knows them
// in every way in which programs write a text by accident.
package canary

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
)

// shortest is the length below which a secret would be found by chance.
const shortest = 16

// Secrets are what is looked for.
type Secrets struct {
	forms   []form
	longest int // the length of the longest form
}

// form is one way to write a secret.
type form struct {
	secret string // its name
	way    string
	text   []byte
}

// Find is a place where a secret was found. It doesn't show it.
type Find struct {
	Where  string
	Secret string // the name under which it was planted
	Way    string // how it was written there
}

// String tells it in one line.
func (f Find) String() string { return fmt.Sprintf("%s holds %s, %s", f.Where, f.Secret, f.Way) }

// Plant adds a secret under a name that may be shown. One that is too short to
// be told from other texts is a mistake of the test.
func (s *Secrets) Plant(name, secret string) {
	if len(secret) < shortest {
		panic("the secret " + name + " is too short to look for")
	}
	add := func(way, text string) {
		s.forms = append(s.forms, form{name, way, []byte(text)})
		s.longest = max(s.longest, len(text))
	}
	add("as it is", secret)
	// Half a secret is one, too: what was cut off, or came in two pieces. The
	// beginning that consoles show is shorter.
	add("its first half", secret[:len(secret)/2])
	add("its second half", secret[len(secret)/2:])
	add("in hexadecimal digits", hex.EncodeToString([]byte(secret)))
	add("in capital hexadecimal digits", strings.ToUpper(hex.EncodeToString([]byte(secret))))
	for before := range 3 {
		add(fmt.Sprintf("in base64 behind %d bytes", before), inBase64(base64.RawStdEncoding, secret, before))
		add(fmt.Sprintf("in base64 for URLs behind %d bytes", before), inBase64(base64.RawURLEncoding, secret, before))
	}
	for way, escape := range map[string]func(string) string{
		"in a URL's query": url.QueryEscape, "in a URL's path": url.PathEscape,
		"in JSON": inJSON, "in JSON in JSON": func(text string) string { return inJSON(inJSON(text)) },
		"in HTML": html.EscapeString, "in Go's quotes": func(text string) string { return trim(fmt.Sprintf("%q", text)) },
		"in a workflow command": func(text string) string { return strings.ReplaceAll(text, "%", "%25") },
	} {
		if escaped := escape(secret); escaped != secret {
			add(way, escaped)
			add(way+" in small digits", smallDigits(escaped))
		}
	}
}

// inBase64 is what base64 makes of a secret whatever stands before and behind
// it: a character that holds bits of a neighbour is left out.
func inBase64(encoding *base64.Encoding, secret string, before int) string {
	encoded := encoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
	foreign := (before*8 + 5) / 6
	whole := (before + len(secret)) * 8 / 6
	return encoded[foreign:whole]
}

func inJSON(text string) string {
	encoded, _ := json.Marshal(text) // a text
	return trim(string(encoded))
}

// smallDigits writes the hexadecimal digits of escapes in small letters.
func smallDigits(escaped string) string {
	return regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(escaped, strings.ToLower)
}

// trim leaves out the quotes.
func trim(quoted string) string { return quoted[1 : len(quoted)-1] }

// Text looks in a text, which is called where.
func (s *Secrets) Text(where string, text []byte) []Find {
	var found []Find
	for _, form := range s.forms {
		if bytes.Contains(text, form.text) {
			found = append(found, Find{where, form.secret, form.way})
		}
	}
	return found
}
