package drun

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"keyctl/client"
	"keyctl/client/wire"
	"keyctl/internal/safetext"
)

// The lists there are of the keys of one place.
const (
	maskedKeys = "masked-apikeys"
	allKeys    = "apikeys"
	ownKeys    = "my-apikeys" // of a workspace
)

// usualSize is how many keys a page is asked to hold. All at once, which the
// contract has as -1, could be more than anybody can send.
const usualSize = 100

// position is where the reading of a list stands: the page to ask for, and
// what the pages before it told, to compare it with.
type position struct {
	Page  int64  `json:"page"`
	Size  int64  `json:"size"`
	Seen  int64  `json:"seen"`  // keys on the pages before
	Total int64  `json:"total"` // of all pages, 0 where it isn't told
	First string `json:"first"` // the id of the first key of the page before
	Owner string `json:"owner"` // whose keys they were, where they are one person's
}

// positionOf reads a cursor.
func positionOf(cursor string) (position, error) {
	p := position{Page: 1, Size: usualSize}
	if cursor == "" {
		return p, nil
	}
	err := json.Unmarshal([]byte(cursor), &p)
	return p, err
}

func (p position) cursor() (string, error) {
	text, err := json.Marshal(p)
	return string(text), err
}

// pageOf asks for a page of a list.
func (p place) pageOf(collection string) func(client.Wish) (client.Request, error) {
	return func(w client.Wish) (client.Request, error) {
		at, err := positionOf(w.Cursor)
		query := url.Values{
			"page.page":     {strconv.FormatInt(at.Page, 10)},
			"page.pageSize": {strconv.FormatInt(at.Size, 10)},
		}
		return client.Request{Method: http.MethodGet, Path: p.path(collection), Query: query}, err
	}
}

// pagination is what an answer tells about its page [spec].
type pagination struct {
	Page  *count `json:"page"`
	Size  *count `json:"pageSize"`
	Total *count `json:"total"`
}

// pageFrom reads one page of a list.
func (p place) pageFrom(collection string) func(client.Wish, io.Reader, func(client.Key) bool) (string, error) {
	return func(asked client.Wish, body io.Reader, yield func(client.Key) bool) (string, error) {
		return p.keys(collection, asked, body, yield)
	}
}

func (p place) keys(collection string, asked client.Wish, body io.Reader, yield func(client.Key) bool) (string, error) {
	at, err := positionOf(asked.Cursor)
	if err != nil {
		return "", err
	}
	page := page{at: at}
	item := client.Keys(p.reader(), yield)
	err = wire.EachWhole(body, []string{"items"}, func(w *wireKey) error {
		err := page.count(w.ID)
		if err == nil {
			err = p.holds(w)
		}
		if err == nil && collection == ownKeys {
			err = page.owned(w.UserID)
		}
		if err != nil {
			return err
		}
		return item(w)
	}, page.member)
	if errors.Is(err, wire.ErrNoList) && page.mayBeEmpty() {
		err = nil
	}
	if err == nil && page.keys == 0 && page.other != "" {
		err = fmt.Errorf("it holds no keys, but also %s", safetext.Quote(page.other))
	}
	if err != nil {
		return "", err
	}
	return page.next()
}

// page is one that is being read.
type page struct {
	at    position
	keys  int64
	first string
	told  *pagination
	other string // a member that the contract doesn't have
}

// mayBeEmpty reports whether the page itself answers what was asked: a console
// may leave out a list that is empty, and a total that is 0.
func (p *page) mayBeEmpty() bool {
	return p.told != nil && (p.told.Total != nil || p.told.Page != nil && p.told.Size != nil)
}

// count takes note of a key. A page that begins like the one before is that
// one again: the console doesn't turn pages.
func (p *page) count(id string) error {
	if p.keys == 0 {
		p.first = id
		if p.at.Page > 1 && id == p.at.First {
			return fmt.Errorf("its page %d is the page before again", p.at.Page)
		}
	}
	p.keys++
	return nil
}

// holds refuses a key of another workspace than the one that was asked for.
func (p place) holds(w *wireKey) error {
	if p.workspace == "" || w.Workspace == 0 || strconv.FormatInt(w.Workspace, 10) == p.workspace {
		return nil
	}
	return fmt.Errorf("it was asked for workspace %s and sent a key of workspace %d", p.workspace, w.Workspace)
}

// owned refuses the keys of several people in a list of one's own: by name they
// would be changed like these.
func (p *page) owned(user string) error {
	if p.at.Owner != "" && user != "" && user != p.at.Owner {
		return errors.New("its list of one's own keys holds keys of several people")
	}
	if user != "" {
		p.at.Owner = user
	}
	return nil
}

// member takes a member of the answer that stands beside the list.
func (p *page) member(name string, value []byte) (known bool, err error) {
	if name != "page" {
		p.other = name
		return false, nil
	}
	err = json.Unmarshal(value, &p.told)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return true, errors.New("what it tells of its pages is not an object")
	}
	return true, err
}

// next gives the cursor of the page behind this one, "" when there is none.
// An account of keys that doesn't add up is an error: half a list must never
// be taken for the whole.
func (p *page) next() (string, error) {
	told := p.told
	if told == nil {
		if p.at.Page > 1 {
			return "", fmt.Errorf("it tells nothing of its pages on page %d", p.at.Page)
		}
		if p.keys >= p.at.Size {
			return "", fmt.Errorf("it tells nothing of its pages, and sent %d keys, as many as were asked for", p.keys)
		}
		return "", nil // it has no pages: this was the whole list
	}
	total := valueOf(told.Total)
	behind := position{
		Page: p.at.Page + 1, Size: p.at.Size, Seen: p.at.Seen + p.keys, Total: total, First: p.first, Owner: p.at.Owner,
	}
	switch {
	case told.Page != nil && int64(*told.Page) != p.at.Page:
		return "", fmt.Errorf("it was asked for page %d and sent page %d", p.at.Page, *told.Page)
	case total < 0:
		return "", fmt.Errorf("its total is %d", total)
	case behind.Total == 0:
		behind.Total = p.at.Total
	case behind.Total < p.at.Total:
		return "", fmt.Errorf("its total fell from %d to %d while it was read", p.at.Total, behind.Total)
	}
	if size := valueOf(told.Size); size > 0 && size != p.at.Size {
		if p.at.Page > 1 {
			return "", fmt.Errorf("its pages had %d keys, and now have %d", p.at.Size, size)
		}
		behind.Size = size
	}
	return behind.after(p.keys)
}

// after decides whether there is a page behind one with so many keys.
func (p position) after(keys int64) (string, error) {
	switch {
	case p.Total > 0 && (p.Seen > p.Total || keys == 0 && p.Seen < p.Total):
		return "", fmt.Errorf("its total says %d, but it sent %d", p.Total, p.Seen)
	case keys == 0 || p.Seen == p.Total:
		return "", nil
	}
	return p.cursor()
}
