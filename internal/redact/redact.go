package redact

import (
	"bytes"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"

	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// shortestRedacted is the length below which a value is too common a text to
// be blacked out wherever it occurs.
const shortestRedacted = 8

// Redactor blacks out registered secrets, by value, in what is written
// through it. It is safe for concurrent use; the zero value is ready.
type Redactor struct {
	mutex    sync.Mutex
	known    map[string]bool
	forms    [][]byte // longest first, so that no form leaves the tail of another
	prefixes [][]byte
}

// Register adds a secret: from now on it is blacked out as it is, in base64,
// in a URL and in JSON. Of a cookie, the value is blacked out by itself, too.
func (r *Redactor) Register(secret secrets.Secret) {
	text := secret.Reveal()
	r.RegisterText(text)
	cookie, isCookie := strings.CutPrefix(text, "cookie:")
	if isCookie {
		r.RegisterText(cookie) // as it is sent
	}
	for _, piece := range strings.FieldsFunc(cookie, func(c rune) bool { return strings.ContainsRune(`=; "\`, c) }) {
		if len(piece) >= secrets.Shortest {
			r.RegisterText(piece)
		}
	}
	for pair := range strings.SplitSeq(cookie, ";") {
		if _, value, found := strings.Cut(pair, "="); isCookie && found {
			r.RegisterText(strings.Trim(value, `" `))
		}
	}
}

// RegisterText blacks out a text, unless it is too short to be told from others.
func (r *Redactor) RegisterText(text string) {
	if len(text) < shortestRedacted {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.known == nil {
		r.known = map[string]bool{}
	}
	for _, form := range formsOf(text) {
		if !r.known[form] {
			r.known[form] = true
			r.forms = append(r.forms, []byte(form))
		}
	}
	slices.SortStableFunc(r.forms, func(a, b []byte) int { return len(b) - len(a) })
}

// RegisterPrefix blacks out whatever begins like a console's secrets and is as
// long as one: an error may quote a secret that nobody handed over.
func (r *Redactor) RegisterPrefix(prefix string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if prefix != "" {
		r.prefixes = append(r.prefixes, []byte(prefix))
	}
}

// Redact gives text with every registered secret blacked out.
func (r *Redactor) Redact(text []byte) []byte {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, form := range r.forms {
		text = bytes.ReplaceAll(text, form, []byte(secrets.Redacted))
	}
	for _, prefix := range r.prefixes {
		text = redactPrefixed(text, prefix)
	}
	return r.redactCut(text)
}

// redactPrefixed blacks out every word that begins with prefix and goes on for
// the length of a secret.
func redactPrefixed(text, prefix []byte) []byte {
	var done []byte
	for {
		before, word, after := cutPrefixed(text, prefix)
		done = append(done, before...)
		if word == nil {
			return done
		}
		done, text = append(done, secrets.Redacted...), after
	}
}

// cutPrefixed finds the first word that begins with prefix and goes on for the
// length of a secret, and gives what is around it. Without any, all is before.
func cutPrefixed(text, prefix []byte) (before, word, after []byte) {
	for from := 0; ; {
		at := bytes.Index(text[from:], prefix)
		if at < 0 {
			return text, nil, nil
		}
		at += from
		if withinWord(text[:at]) { // "task-" holds "sk-"
			from = at + 1
			continue
		}
		end := at + len(prefix)
		for end < len(text) && secrets.Allowed(text[end]) {
			end++
		}
		if end-at-len(prefix) >= secrets.Shortest {
			return text[:at], text[at:end], text[end:]
		}
		from = end
	}
}

// Prefixed gives the words of a text that redactPrefixed would black out, at most
// so many for each prefix.
func (r *Redactor) Prefixed(text []byte, most int) (words []string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, prefix := range r.prefixes {
		rest, left := text, most
		for left > 0 {
			_, word, after := cutPrefixed(rest, prefix)
			if word == nil {
				break
			}
			words, rest, left = append(words, string(word)), after, left-1
		}
	}
	return words
}

// longestEscape is the length of one in JSON, like \u000a, whose last letter
// belongs to no word.
const longestEscape = 6

// withinWord reports whether a word that began before goes on behind text.
func withinWord(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	last := text[len(text)-1] | 0x20
	return last >= 'a' && last <= 'z' && !bytes.ContainsRune(text[max(0, len(text)-longestEscape):], '\\')
}

// redactCut blacks out the beginning of a secret that [safetext.Quote] cut off, which
// is a part of it all the same.
func (r *Redactor) redactCut(text []byte) []byte {
	var done []byte
	for {
		before, after, found := bytes.Cut(text, []byte(safetext.CutMark))
		if !found {
			return append(done, text...)
		}
		quoted := bytes.TrimRight(before, `\"`)
		for _, form := range r.forms {
			if n := overlap(quoted, form); n > 0 {
				quoted = append(bytes.Clone(quoted[:len(quoted)-n]), secrets.Redacted...)
				before = append(quoted, before[len(bytes.TrimRight(before, `\"`)):]...)
				break
			}
		}
		done = append(append(done, before...), safetext.CutMark...)
		text = after
	}
}

// overlap is how many bytes at the end of text are the beginning of form; 0 if
// they are too few to tell.
func overlap(text, form []byte) int {
	for n := min(len(text), len(form)); n >= shortestRedacted; n-- {
		if bytes.HasSuffix(text, form[:n]) {
			return n
		}
	}
	return 0
}

// Writer gives a writer that blacks out secrets before they reach w. A secret
// that is split over two writes is not found: write whole lines.
func (r *Redactor) Writer(w io.Writer) io.Writer { return redactingWriter{r, w} }

type redactingWriter struct {
	redactor *Redactor
	writer   io.Writer
}

// Write reports the length of what it was given, as io.Writer asks, even
// when what it wrote had another length.
func (w redactingWriter) Write(text []byte) (int, error) {
	if _, err := w.writer.Write(w.redactor.Redact(text)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// RegisterProxy blacks out the user and the password in the address of a proxy,
// also in the form in which they are sent to it.
func (r *Redactor) RegisterProxy(address string) {
	at := strings.LastIndex(address, "@")
	if at < 0 {
		return
	}
	user := address[:at]
	if _, after, found := strings.Cut(user, "://"); found {
		user = after
	}
	forms := []string{user}
	if plain, err := url.PathUnescape(user); err == nil {
		forms = append(forms, plain)
	}
	for _, form := range forms {
		_, password, _ := strings.Cut(form, ":")
		r.RegisterText(form)
		r.RegisterText(password)
	}
}
