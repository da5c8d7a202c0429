package output

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/itchyny/gojq"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// queried is a list that goes through a jq program, which wants it whole.
type queried struct {
	query
	rows []any
}

func newQueried(o Options) (*queried, error) {
	made, err := o.newQuery()
	if err != nil {
		return nil, err
	}
	return &queried{query: made, rows: []any{}}, nil
}

func (q *queried) add(_ *buffer, row *Row) error {
	q.rows = append(q.rows, queryValue(row))
	return nil
}

func (q *queried) end(out *buffer, complete bool) error {
	if !complete {
		return nil
	}
	return q.run(out, q.rows)
}

// query is a jq program ready to run.
type query struct {
	code    *gojq.Code
	options Options
}

func (o Options) newQuery() (query, error) {
	code, err := compileJQ(o.JQ)
	return query{code: code, options: o}, err
}

// compileJQ gives a program that can read nothing but its input: without
// loaders there are no environment, no modules and no further inputs.
func compileJQ(program string) (*gojq.Code, error) {
	refuse := func(err error) error {
		return errs.Errorf(errs.Usage, "the jq program %s cannot be used: %s",
			safetext.Quote(program), safetext.Printable(err.Error())).
			WithHint("a list is an array: try --jq '.[].name'")
	}
	parsed, err := gojq.Parse(program)
	if err != nil {
		return nil, refuse(err)
	}
	code, err := gojq.Compile(parsed)
	if err != nil {
		return nil, refuse(err)
	}
	return code, nil
}

// run appends what the program gives: strings as printable text, all else as
// compact JSON, one a line.
func (q query) run(out *buffer, input any) error {
	results := q.code.RunWithContext(q.options.context(), input)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			return jqFailure(err)
		}
		if err := appendResult(out, result); err != nil {
			return err
		}
	}
}

// longestMessage is how many characters of a jq program's failure are shown.
const longestMessage = 200

// jqFailure is of kind Failed, not Usage: requests have been sent by then.
func jqFailure(err error) error {
	halt, halted := errors.AsType[*gojq.HaltError](err)
	if halted && halt.Value() == nil {
		return nil
	}
	message := err.Error()
	if halted {
		if text, isText := halt.Value().(string); isText {
			message = text
		}
	}
	// A program may fail with all its input as the message.
	if runes := []rune(message); len(runes) > longestMessage {
		message = string(runes[:longestMessage]) + "…"
	}
	return &errs.Error{
		Kind: errs.Failed, What: "the jq program failed: " + safetext.Printable(strings.TrimSpace(message)), Cause: err,
		Hint: "`-o json` shows what the program was given",
	}
}

func appendResult(out *buffer, result any) error {
	if text, isText := result.(string); isText {
		out.text = append(out.text, printable(text)...)
	} else {
		text, err := gojq.Marshal(result)
		if err != nil {
			return errs.Errorf(errs.Failed, "the jq program gave something that is not JSON: %w", err)
		}
		out.text = append(out.text, escapeHostile(text, appendEscaped)...)
	}
	out.text = append(out.text, '\n')
	return out.spill()
}

// printable keeps the tabs and line breaks of a result: they are the
// program's own, like those of @tsv, because none enter with the input.
func printable(text string) string {
	var safe strings.Builder
	for text != "" {
		end := strings.IndexAny(text, "\t\n")
		if end < 0 {
			end = len(text)
		}
		safe.WriteString(safetext.Printable(text[:end]))
		if end < len(text) {
			safe.WriteByte(text[end])
			end++
		}
		text = text[end:]
	}
	return safe.String()
}

// oneLine escapes the tabs and line breaks of a foreign text, with which it
// could forge a row in what a program prints.
func oneLine(text string) string {
	if strings.ContainsAny(text, "\t\n\r") {
		text = strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`).Replace(text)
	}
	return valid(text)
}

// queryValue is the JSON form of a row as jq sees it.
func queryValue(row *Row) map[string]any {
	key := &row.Key
	value := map[string]any{
		"profile": oneLine(row.Profile), "console": oneLine(row.Console), "id": oneLine(key.ID),
		"name": oneLine(key.Name), "prefix": nil, "status": oneLine(string(key.Status)),
		"scopes": queryTexts(key.Scopes), "unknown": queryTexts(key.Unknown),
		"created_at": queryInstant(key.CreatedAt), "expires_at": queryInstant(key.ExpiresAt),
		"last_used_at": queryInstant(key.LastUsedAt), "revoked_at": queryInstant(key.RevokedAt),
	}
	if key.Prefix != "" {
		value["prefix"] = oneLine(key.Prefix)
	}
	if len(key.Scopes) == 0 && slices.Contains(key.Unknown, client.FieldScopes) {
		value["scopes"] = nil
	}
	return value
}

func queryInstant(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func queryTexts[T ~string](values []T) []any {
	texts := make([]any, len(values))
	for i, value := range values {
		texts[i] = oneLine(string(value))
	}
	return texts
}
