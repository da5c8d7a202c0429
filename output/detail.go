package output

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// detailsOf gives what is known of a key beyond the fields that all consoles
// share: its quota and the console's own details.
func detailsOf(key *client.Key) []client.Detail {
	var details []client.Detail
	switch {
	case key.Quota == nil:
	case key.Quota.Unlimited:
		details = append(details, client.Detail{Name: string(client.FieldQuota), Value: key.Quota.String()})
	default:
		details = append(details, client.Detail{Name: string(client.FieldQuota), Value: key.Quota.Limit})
	}
	return append(details, key.Details...)
}

// label is the name of a detail for a person.
func label(detail client.Detail) string {
	return safetext.Printable(strings.ReplaceAll(detail.Name, "_", " "))
}

// appendDetail appends the value of a detail as the text of a cell.
func (l look) appendDetail(text []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(text, '-')
	case time.Time:
		if value.IsZero() {
			return append(text, '-')
		}
		return l.times.append(text, value, l.now)
	case []string:
		return appendText(text, strings.Join(value, ","))
	}
	return appendText(text, fmt.Sprint(value))
}

// details appends them as an object in their order, which is empty where there
// are none.
func (w *objectWriter) details(key *client.Key) {
	w.field("details")
	details := detailsOf(key)
	if len(details) == 0 {
		w.text = append(w.text, "{}"...)
		return
	}
	inner := objectWriter{text: w.text, pretty: w.pretty, indent: w.indent + "  "}
	for _, detail := range details {
		name := appendString(nil, detail.Name)
		inner.field(string(name[1 : len(name)-1]))
		inner.text = appendValue(inner.text, detail.Value)
	}
	w.text = inner.close(w.indent)
}

// appendValue appends the value of a detail as JSON. An empty text is none.
func appendValue(text []byte, value any) []byte {
	switch value := plainValue(value).(type) {
	case nil:
		return append(text, "null"...)
	case bool:
		return strconv.AppendBool(text, value)
	case int64:
		return strconv.AppendInt(text, value, 10)
	case []string:
		return appendStrings(text, value)
	default:
		return appendString(text, fmt.Sprint(value))
	}
}

// plainValue gives the value of a detail as nil, a bool, an int64, a text that
// isn't empty, or a list of texts.
func plainValue(value any) any {
	switch value := value.(type) {
	case nil, bool, int64, []string:
		return value
	case time.Time:
		return queryInstant(value)
	}
	if text := fmt.Sprint(value); text != "" {
		return text
	}
	return nil
}

// queryDetails gives the details as jq sees them.
func queryDetails(key *client.Key) map[string]any {
	made := map[string]any{}
	for _, detail := range detailsOf(key) {
		value := plainValue(detail.Value)
		switch plain := value.(type) {
		case int64:
			value = queryInteger(plain)
		case []string:
			value = queryTexts(plain)
		case string:
			value = oneLine(plain)
		}
		made[oneLine(detail.Name)] = value
	}
	return made
}

// queryInteger gives a number in a type that gojq takes, on every platform.
func queryInteger(number int64) any {
	if small := int(number); int64(small) == number {
		return small
	}
	return big.NewInt(number)
}

// yamlDetails gives the details as a mapping in their order.
func yamlDetails(key *client.Key) (*yaml.Node, error) {
	mapping := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, detail := range detailsOf(key) {
		value := plainValue(detail.Value)
		switch plain := value.(type) {
		case []string:
			value = yamlTexts(plain)
		case string:
			value = yamlText(plain)
		}
		for _, part := range []any{yamlText(detail.Name), value} {
			node := &yaml.Node{}
			if err := node.Encode(part); err != nil {
				return nil, errs.Errorf(errs.Failed, "cannot write YAML: %w", err)
			}
			mapping.Content = append(mapping.Content, node)
		}
	}
	return mapping, nil
}
