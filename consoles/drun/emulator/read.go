package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"keyctl/emulator"
)

// readBody reads a JSON object that holds no other members than these.
func readBody(w http.ResponseWriter, r *http.Request, members ...string) (emulator.Object, error) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, emulator.ErrBodyShape
	}
	for name := range body {
		if !slices.Contains(members, name) {
			return nil, invalid(fmt.Sprintf("unknown field %q", name), fmt.Sprintf("未知字段 %q", name))
		}
	}
	return body, nil
}

// readQuery refuses other parameters than these.
func readQuery(r *http.Request, names ...string) error {
	for name := range r.URL.Query() {
		if !slices.Contains(names, name) {
			return invalid(fmt.Sprintf("unknown parameter %q", name), fmt.Sprintf("未知参数 %q", name))
		}
	}
	return nil
}

// member reads a member; an absent one and null are the same, as in every
// protobuf message.
func member[T any](body emulator.Object, name, want string) (*T, error) {
	var value *T
	if raw, found := body[name]; found && json.Unmarshal(raw, &value) != nil {
		return nil, &emulator.WrongType{Field: name, Want: want}
	}
	return value, nil
}

func readName(body emulator.Object) (string, error) {
	name, err := body.Text("name")
	if err != nil {
		return "", err
	}
	if name == nil || strings.TrimSpace(*name) == "" {
		return "", invalid("name must not be empty", "名称不能为空")
	}
	return *name, nil
}

func readExpiry(body emulator.Object) (time.Time, error) {
	text, err := body.Text("expireTime")
	if err != nil || text == nil {
		return time.Time{}, err
	}
	expires, err := readTime("expireTime", *text)
	if err == nil && expires.IsZero() {
		return time.Time{}, emulator.ErrPastExpiry
	}
	return expires, err
}

func readTime(name, text string) (time.Time, error) {
	moment, err := time.Parse(time.RFC3339, text)
	// A zone can push a time out of the years that RFC 3339 knows.
	if year := moment.UTC().Year(); err != nil || year < 1 || year > 9999 {
		return time.Time{}, &emulator.WrongType{Field: name, Want: "an RFC 3339 time"}
	}
	return moment, nil
}

// readQuota gives nil where neither member is there.
func readQuota(body emulator.Object) (*emulator.Quota, error) {
	text, err := body.Text("quota")
	if err != nil {
		return nil, err
	}
	unlimited, err := member[bool](body, "unlimitedQuota", "a boolean")
	if err != nil {
		return nil, err
	}
	isUnlimited := unlimited != nil && *unlimited
	switch {
	case text == nil && unlimited == nil:
		return nil, nil
	case (text == nil) != isUnlimited:
		return nil, invalid("either quota or unlimitedQuota must be given", "quota 与 unlimitedQuota 必须且只能设置一个")
	case isUnlimited:
		return &emulator.Quota{Unlimited: true}, nil
	}
	limit, err := strconv.ParseInt(*text, 10, 64)
	if err != nil || limit < 0 {
		return nil, &emulator.WrongType{Field: "quota", Want: "a whole number, not negative, as a string"}
	}
	return &emulator.Quota{Limit: limit}, nil
}
