package output

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// sequence is the YAML form of a list. It holds all rows until the list is
// complete: the first half of a YAML sequence parses like a whole one.
type sequence struct {
	documents []document
}

// sequenceChunk is how many rows are encoded at once.
const sequenceChunk = 100

func (s *sequence) add(_ *buffer, row *Row) error {
	s.documents = append(s.documents, newDocument(row))
	return nil
}

func (s *sequence) end(out *buffer, complete bool) error {
	switch {
	case !complete:
		return nil
	case len(s.documents) == 0:
		out.text = append(out.text, "[]\n"...)
	}
	for chunk := range slices.Chunk(s.documents, sequenceChunk) {
		text, err := marshalYAML(chunk)
		if err != nil {
			return err
		}
		out.text = append(out.text, text...)
		if err := out.spill(); err != nil {
			return err
		}
	}
	return nil
}

// document is a row with the fields of the JSON form. A pointer is null when
// there is none.
type document struct {
	Profile    yamlText    `yaml:"profile"`
	Console    yamlText    `yaml:"console"`
	ID         yamlText    `yaml:"id"`
	Name       yamlText    `yaml:"name"`
	Prefix     *yamlText   `yaml:"prefix"`
	Status     yamlText    `yaml:"status"`
	Scopes     *[]yamlText `yaml:"scopes"`
	CreatedAt  *yamlText   `yaml:"created_at"`
	ExpiresAt  *yamlText   `yaml:"expires_at"`
	LastUsedAt *yamlText   `yaml:"last_used_at"`
	RevokedAt  *yamlText   `yaml:"revoked_at"`
	Unknown    []yamlText  `yaml:"unknown"`
	Details    *yaml.Node  `yaml:"details,omitempty"` // of a single key
	Secret     *yamlText   `yaml:"secret,omitempty"`
}

func newDocument(row *Row) document {
	key := &row.Key
	made := document{
		Profile: yamlText(row.Profile), Console: yamlText(row.Console), ID: yamlText(key.ID),
		Name: yamlText(key.Name), Status: yamlText(key.Status), Unknown: yamlTexts(key.Unknown),
		CreatedAt: yamlInstant(key.CreatedAt), ExpiresAt: yamlInstant(key.ExpiresAt),
		LastUsedAt: yamlInstant(key.LastUsedAt), RevokedAt: yamlInstant(key.RevokedAt),
	}
	if key.Prefix != "" {
		made.Prefix = new(yamlText(key.Prefix))
	}
	if len(key.Scopes) > 0 || !slices.Contains(key.Unknown, client.FieldScopes) {
		made.Scopes = new(yamlTexts(key.Scopes))
	}
	return made
}

func yamlInstant(at time.Time) *yamlText {
	if at.IsZero() {
		return nil
	}
	return new(yamlText(at.UTC().Format(time.RFC3339Nano)))
}

func yamlTexts[T ~string](values []T) []yamlText {
	texts := make([]yamlText, len(values))
	for i, value := range values {
		texts[i] = yamlText(value)
	}
	return texts
}

// yamlText is quoted when it holds hostile characters, because only there
// can they be escaped.
type yamlText string

// MarshalYAML implements yaml.Marshaler.
func (t yamlText) MarshalYAML() (any, error) {
	text := valid(string(t))
	if strings.ContainsFunc(text, safetext.Hostile) {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: text}, nil
	}
	return text, nil
}

func marshalYAML(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(value); err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot write YAML: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot write YAML: %w", err)
	}
	return escapeHostile(text.Bytes(), appendYAMLEscaped), nil
}

// appendYAMLEscaped escapes what the library prints as it is.
func appendYAMLEscaped(text []byte, r rune) []byte {
	if r > 0xffff {
		return fmt.Appendf(text, `\U%08x`, r)
	}
	return appendUnit(text, r)
}
