package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
)

// formsOf gives the ways in which a text may be written: as it is, in quotes, in
// a URL, in HTML and in base64.
func formsOf(text string) []string {
	return append(slices.Concat(htmlEscapes(text), quotedForms(text), base64Forms(text)),
		text, url.QueryEscape(text), url.PathEscape(text),
		lowerEscapes(url.QueryEscape(text)), lowerEscapes(url.PathEscape(text)))
}

// base64Forms writes a text in base64: by itself, and what it is within a longer
// text, where it begins at any of the three places of a group. There the first
// and the last character are shared with what stands around it, and left out.
func base64Forms(text string) []string {
	forms := []string{base64.StdEncoding.EncodeToString([]byte(text)), base64.URLEncoding.EncodeToString([]byte(text))}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		forms = append(forms, encoding.EncodeToString([]byte(text)))
		for before := range 3 {
			encoded := encoding.EncodeToString(append(make([]byte, before), text...))
			end := len(encoded)
			if (before+len(text))%3 != 0 {
				end--
			}
			forms = append(forms, encoded[(before*8+5)/6:end])
		}
	}
	return forms
}

// quotedForms writes a text as in quotes: once, and again what was in quotes
// already, as an error that quotes a console is in JSON.
func quotedForms(text string) []string {
	once := []string{strings.ReplaceAll(text, `"`, `\"`), inJSON(text, true), inJSON(text, false)}
	forms := once
	for _, form := range once {
		forms = append(forms, strings.ReplaceAll(form, `"`, `\"`), inJSON(form, true), inJSON(form, false))
	}
	return forms
}

// inJSON writes a text as a string in JSON, without the quotes around it; the
// characters of HTML may be escaped there.
func inJSON(text string, escapeHTML bool) string {
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(escapeHTML)
	_ = encoder.Encode(text) // a string, into memory
	quoted := strings.TrimSuffix(written.String(), "\n")
	return quoted[1 : len(quoted)-1]
}

// lowerEscapes writes the percent signs of a URL the other way, %2b for %2B.
func lowerEscapes(escaped string) string {
	text := []byte(escaped)
	for i := 0; i+2 < len(text); i++ {
		if text[i] == '%' {
			copy(text[i+1:], bytes.ToLower(text[i+1:i+3]))
		}
	}
	return string(text)
}

// htmlEscapes writes a text as HTML: each language has its own ways to write
// quotes.
func htmlEscapes(text string) []string {
	escaped := html.EscapeString(text)
	forms := []string{escaped}
	for _, double := range []string{"&#34;", "&quot;"} {
		for _, single := range []string{"&#39;", "&#x27;", "&#039;", "&apos;"} {
			forms = append(forms, strings.NewReplacer("&#34;", double, "&#39;", single).Replace(escaped))
		}
	}
	return forms
}
