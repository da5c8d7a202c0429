package emulator

import (
	"net/http"
	"slices"
	"strconv"

	"keyctl/emulator"
)

const defaultPageSize = 10

// cut gives the page that is asked for.
func (p pagination) cut(all []emulator.Key) []emulator.Key {
	if p.PageSize < 0 {
		return all
	}
	// Both are at most 31 bits long.
	start := (int64(p.Page) - 1) * int64(p.PageSize)
	if start >= int64(len(all)) {
		return nil
	}
	return all[start:min(start+int64(p.PageSize), int64(len(all)))]
}

func readPage(r *http.Request) (pagination, error) {
	if err := readQuery(r, "page.total", "page.page", "page.pageSize", "page.sort", "page.search"); err != nil {
		return pagination{}, err
	}
	query := r.URL.Query()
	asked := pagination{Sort: query.Get("page.sort"), Search: query.Get("page.search")}
	var err error
	if _, err = readNumber(r, "page.total", 64); err != nil {
		return pagination{}, err
	}
	if asked.Page, err = readCount(r, "page.page", 0, 1); err != nil {
		return pagination{}, err
	}
	if asked.PageSize, err = readCount(r, "page.pageSize", -1, defaultPageSize); err != nil {
		return pagination{}, err
	}
	if asked.PageSize < 0 {
		asked.Page = 1
	}
	if !slices.Contains([]string{"", "id", "-id", "name", "-name"}, asked.Sort) {
		return pagination{}, invalid("page.sort must be id or name, with a minus for descending", "page.sort 仅支持 id、name")
	}
	return asked, nil
}

// readCount gives usual for zero.
func readCount(r *http.Request, name string, least, usual int32) (int32, error) {
	number, err := readNumber(r, name, 32)
	switch {
	case err != nil:
		return 0, err
	case number < int64(least):
		return 0, &emulator.WrongType{Field: name, Want: "at least " + strconv.Itoa(int(least))}
	case number == 0:
		return usual, nil
	}
	return int32(number), nil
}

// readNumber gives 0 for a parameter that is absent or empty.
func readNumber(r *http.Request, name string, bits int) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	number, err := strconv.ParseInt(text, 10, bits)
	if err != nil {
		return 0, &emulator.WrongType{Field: name, Want: "a whole number"}
	}
	return number, nil
}
